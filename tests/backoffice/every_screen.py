"""Every screen of the back office."""

from tests.backoffice import floor, money_screens

SCREENS = (*floor.SCREENS, *money_screens.MONEY_SCREENS)
