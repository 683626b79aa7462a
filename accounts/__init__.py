"""Kanalregister's product: the register of a university's social media accounts.

An *account* is always one official presence on one platform (a Facebook page, a YouTube
channel). Who signs in is a *user*; nothing here is about signing in, that lives in `registry`.

Words that mean the same everywhere (code, pages, mail):

account      one official presence on one platform
user         a person who signs in
platform     Facebook, Instagram, X ...
matrix       the table of accounts with purpose, goals, target audience, contact
unit         a place in the organisation tree
contact      a person answering for an account, in a role: owner, deputy, publisher, manager
two-step     the *account's* own second step on the platform; our sign-in's second step is MFA
confirmation a dated statement by a named person about an account's two-step
routine      how comments are watched, unlawful material handled, content archived
decision     an admin approves, returns or declines a registration
review       the contact's periodic "is this still right?"
finding      one gap that an audit rule found on one account
history      who changed what, when; never edited
incident     hijacked, impersonated, restricted, unlawful comment removed
"""
