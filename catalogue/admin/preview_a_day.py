"""The staff's way to see the whole site as of another day."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalogue.admin.base.forms import EARLIEST, LATEST
from catalogue.public import preview_links


class DayForm(forms.Form):
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()},
        ),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day as year, month and day, for example 2027-03-01."),
        },
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Choose a day between the years 2000 and 2200."))
        return day


@require_http_methods(["GET", "HEAD", "POST"])
def as_of(request):
    """Ask for a day, and open the site as of it by a link that works for whoever is signed in."""
    sent = request.POST if request.method == "POST" else None
    form = DayForm(sent, initial={"day": request.GET.get("day") or timezone.localdate()})
    if sent is not None and form.is_valid():
        link = preview_links.make_for_a_day(request.user, form.cleaned_data["day"])
        return HttpResponseRedirect(reverse("preview", args=[preview_links.key_of(link)]))
    context = {
        **admin.site.each_context(request),
        "title": _("The site as of another day"),
        "form": form,
    }
    return render(request, "admin/as_of.html", context)
