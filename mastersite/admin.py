"""What Django's admin is called in the reader's language; it shows nobody an app's secret."""

from django.conf import settings
from django.contrib import admin
from django.utils.functional import lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.text.translation import reader_language


def _site_name():
    return settings.SITE_NAME[reader_language()]


admin.site.site_header = admin.site.site_title = lazy(_site_name, str)()

# Whoever could read a device's secret here could sign in as its owner.
admin.site.unregister(TOTPDevice)
