"""Editing universities and contacts."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from catalogue.admin.editing import EditingAdmin
from catalogue.models import Contact, University
from catalogue.staff.confirm_again import AskingAgain


@admin.register(University)
class UniversityAdmin(AskingAgain, EditingAdmin):
    asks_again = frozenset({"delete", "delete_selected"})
    ordering = ["order", "name_da"]
    list_display = ["name", "short_name", "slug", "schac_code", "number_of_courses", "order"]
    search_fields = ["name_da", "name_en", "short_name", "slug"]
    prepopulated_fields = {"slug": ["short_name"]}
    fields = [("name_da", "name_en"), ("short_name", "slug", "schac_code"), "website", "order"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(course_count=Count("courses"))

    @admin.display(description=_("courses"), ordering="course_count")
    def number_of_courses(self, university):
        return university.course_count


@admin.register(Contact)
class ContactAdmin(EditingAdmin):
    belongs_to = "university"
    list_display = ["name", "role", "university", "email", "telephone"]
    list_filter = ["university"]
    list_select_related = ["university"]
    search_fields = ["name_da", "name_en", "role_da", "role_en", "email"]
    prepopulated_fields = {"slug": ["name_da"]}
    autocomplete_fields = ["university"]
    fields = [
        ("name_da", "name_en"),
        ("role_da", "role_en"),
        ("email", "telephone"),
        ("slug", "university"),
    ]
