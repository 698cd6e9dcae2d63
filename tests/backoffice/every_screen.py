"""Every screen of the back office."""

from tests.backoffice import floor, invoice_screens, money_screens

SCREENS = (*floor.SCREENS, *invoice_screens.INVOICE_SCREENS, *money_screens.MONEY_SCREENS)
