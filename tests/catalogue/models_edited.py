"""The catalogue's models whose rows editors write; the others are kept by the site itself."""

from django.apps import apps


def edited_models():
    """Those whose history is kept; the kept versions themselves are not among them."""
    models = apps.get_app_config("catalogue").get_models()
    return [model for model in models if hasattr(model, "history") and not model.__name__.startswith("Historical")]
