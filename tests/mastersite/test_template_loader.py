from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from mastersite.template_loader import Loader


def contents(tmp_path, name):
    (tmp_path / name).write_text("<ul>\n  <li>\n\t\ta  b\n  </li>\n\n</ul>\n")
    (origin,) = Loader(engines["django"].engine, [tmp_path]).get_template_sources(name)
    return Loader(engines["django"].engine, [tmp_path]).get_contents(origin)


def test_the_indentation_of_a_page_is_not_sent_and_its_lines_stay(tmp_path):
    assert contents(tmp_path, "a.html") == "<ul>\n<li>\na  b\n</li>\n\n</ul>\n"


def test_texts_keep_theirs(tmp_path):
    assert contents(tmp_path, "a.txt") == "<ul>\n  <li>\n\t\ta  b\n  </li>\n\n</ul>\n"


def test_the_site_reads_its_own_templates_so_and_djangos_as_they_are():
    own = get_template("base.html").template
    django = get_template("admin/change_list_results.html").template

    assert "\n " in (settings.BASE_DIR / "templates" / "base.html").read_text()
    assert "\n " not in own.source
    assert "\n " in django.source
