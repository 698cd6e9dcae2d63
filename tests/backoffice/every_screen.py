"""Every screen of the back office."""

from tests.backoffice import floor, invoice_screens, money_screens, upi_screens

SCREENS = (*floor.SCREENS, *invoice_screens.INVOICE_SCREENS, *money_screens.MONEY_SCREENS, *upi_screens.UPI_SCREENS)
