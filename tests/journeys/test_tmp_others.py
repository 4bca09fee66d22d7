import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
