"""Forms are drawn with our own templates first, Django's where we have none."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    field_template_name = "components/field.html"
