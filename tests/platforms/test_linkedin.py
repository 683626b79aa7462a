"""LinkedIn."""

from accounts.platforms import identify
from tests.platforms.tables import (
    Account,
    accepted,
    check_accepted,
    check_refused,
    refused,
    same_account,
)


@accepted(
    Account(
        platform="linkedin",
        handle="school/lund-university",
        url="https://www.linkedin.com/school/lund-university",
        key="school/lund-university",
        spellings="""
            https://www.linkedin.com/school/lund-university
            http://linkedin.com/school/lund-university/
            https://se.linkedin.com/school/lund-university linkedin.com/school/lund-university
            https://www.linkedin.com/school/lund-university/about/
            LinkedIn.com/SCHOOL/lund-university
            https://www.linkedin.com/school/lund-university/posts/?feedView=all
            https://www.linkedin.com/school/lund-university/people/
            https://m.linkedin.com/school/lund-university?trk=x&lipi=y
            https://www.linkedin.com/mwlite/school/lund-university
            https://www.linkedin.com/comm/school/lund-university
            https://fr.linkedin.com/school/lund-university#x
        """,
        with_platform="school/lund-university /school/lund-university",
    ),
    Account(
        platform="linkedin",
        handle="company/lund-university",
        url="https://www.linkedin.com/company/lund-university",
        key="company/lund-university",
        spellings="""
            https://www.linkedin.com/company/lund-university
            https://www.linkedin.com/company/lund-university/admin/dashboard/
            https://www.linkedin.com/company-beta/lund-university
        """,
        with_platform="company/lund-university",
    ),
    Account(
        platform="linkedin",
        handle="company/15092",
        url="https://www.linkedin.com/company/15092",
        key="company/15092",
        permanent_id="15092",
        spellings="https://www.linkedin.com/company/15092/",
    ),
    Account(
        platform="linkedin",
        handle="company/Café.Zürich",
        url="https://www.linkedin.com/company/Caf%C3%A9.Z%C3%BCrich",
        key="company/café.zürich",
        spellings="""
            https://www.linkedin.com/company/Caf%C3%A9.Z%C3%BCrich
            https://www.linkedin.com/company/Café.Zürich
            https://www.linkedin.com/company/Cafe%CC%81.Zu%CC%88rich
        """,
    ),
    Account(
        platform="linkedin",
        handle="showcase/lund-energy",
        url="https://www.linkedin.com/showcase/lund-energy",
        key="showcase/lund-energy",
        spellings="https://www.linkedin.com/showcase/lund-energy/",
        with_platform="showcase/lund-energy",
    ),
    Account(
        platform="linkedin",
        handle="in/anna-berg-1a2b",
        url="https://www.linkedin.com/in/anna-berg-1a2b",
        key="in/anna-berg-1a2b",
        personal=True,
        spellings="""
            https://www.linkedin.com/in/anna-berg-1a2b https://se.linkedin.com/in/anna-berg-1a2b/sv
            https://www.linkedin.com/in/anna-berg-1a2b/recent-activity/all/
        """,
        with_platform="in/anna-berg-1a2b",
    ),
)
def test_linkedin_page_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://www.linkedin.com/feed/update/urn:li:activity:7 https://www.linkedin.com/pulse/x
            https://www.linkedin.com/posts/lund-university_x-activity-7
            https://www.linkedin.com/newsletters/x-7
        """,
        "group": "https://www.linkedin.com/groups/123",
        "event": "https://www.linkedin.com/events/123",
        "search": "https://www.linkedin.com/search/results/all/?keywords=lund",
        "login": """
            https://www.linkedin.com/login https://www.linkedin.com/uas/login
            https://www.linkedin.com/authwall?trk=x
        """,
        "share-link": "https://www.linkedin.com/shareArticle?url=x",
        "short-link": "https://lnkd.in/abc",
        "person-page": "https://www.linkedin.com/profile/view?id=1",
        "platform-page": "https://www.linkedin.com/jobs/view/1 https://business.linkedin.com/x",
        "no-handle": "https://www.linkedin.com https://www.linkedin.com/company/",
        "bad-handle": f"""
            https://www.linkedin.com/company/{"a" * 101} https://www.linkedin.com/company/%FF
            https://www.linkedin.com/company/a%2Fb https://www.linkedin.com/company/a%E2%80%8Bb
            https://www.linkedin.com/company/{"%F0%A0%80%80" * 60}
        """,
        "sub-page": "https://www.linkedin.com/company/lund-university/other",
    }
)
def test_linkedin_address_that_is_no_page_is_refused(code, text, platform):
    check_refused(code, text, platform, "linkedin")


def test_linkedin_bare_name_does_not_say_what_it_is():
    check_refused("which-kind", "lund-university", "linkedin", "linkedin")


def test_linkedin_company_and_school_are_two_pages():
    assert not same_account(["linkedin.com/company/lund", "linkedin.com/school/lund"])


def test_linkedin_case_and_form_of_letters_do_not_count():
    assert same_account(["linkedin.com/company/CAFÉ", "linkedin.com/company/cafe%CC%81"])


def test_linkedin_address_fits_in_the_register():
    assert len(identify(f"linkedin.com/company/{'å' * 70}").url) <= 500
