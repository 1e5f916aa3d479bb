"""Every address of the portal, for every role, in one's own organisation and elsewhere, by GET and by POST.

The answers are written out. A POST is empty, so 422 is the answer to who may do it. Rows of another organisation do not
exist for whoever is not a party (404); the inspectorate sees them in the admin. An address that is missing fails.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from portal import extension_points
from portal.models import User
from portal.rights import Role
from portal.workflow import Transition
from tests import stage as stages
from tests.addresses import address, names, pages
from tests.stage import E, M, Stage

pytestmark = pytest.mark.django_db

WHO = (
    stages.NOBODY,
    stages.NO_ROLE,
    stages.E,
    stages.S,
    stages.D,
    stages.M,
    stages.T,
    stages.O,
    stages.C,
    stages.R,
    stages.A,
    stages.X,
    stages.G,
)

# Columns: not signed in (-), signed in without a role (0), partnership editor (E), signatory (S) and adviser (D),
# municipal official (M) and signatory (T), OPR secretary (O), committee secretary (C), reviewer (R), administrator (A), and the
# editor of the partnership of the other sector (X) and the editor of the guidance (G). Without a line `elsewhere`, a row of another organisation gives
# the login page to who is not signed in and 404 to all others.
TABLE = """
                                                          -   0   E   S   D   M   T   O   C   R   A   X   G
portal:message                                       GET  302 404 200 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
portal:people                                        GET  302 404 200 200 200 404 404 404 404 404 200 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 405 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 200 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 404 405 404 404
portal:invite                                        GET  302 404 200 403 403 404 404 404 404 404 200 404 404
                                                     POST 302 404 422 403 403 404 404 404 404 404 422 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 200 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 404 422 404 404
portal:open_invitation                               GET  302 404 302 403 403 404 404 404 404 404 302 404 404
                                                     POST 302 404 404 403 403 404 404 404 404 404 404 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 302 404 404
portal:member                                        GET  302 404 200 403 403 404 404 404 404 404 200 404 404
                                                     POST 302 404 404 403 403 404 404 404 404 404 404 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 200 404 404
portal:invitation                                    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 422 403 403 403 403 403 403 403 403 403 403 403 403
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 422 403 403 403 403 403 403 403 403 403 403 403 403
portal:front                                         GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:start                                         GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:help                                          GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:accessibility                                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:messages                                      GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
portal:messages_read                                 GET  302 302 302 302 302 302 302 302 302 302 302 302 302
                                                     POST 302 302 302 302 302 302 302 302 302 302 302 302 302
portal:profile                                       GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 422 422 422 422 422 422 422 422 422 422 422 422
portal:organisations                                 GET  302 200 302 302 302 302 302 302 302 302 200 302 302
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
portal:alive                                         GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:ready                                         GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:robots                                        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
portal:security                                      GET  404 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key                      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 200 200 200 200 200 200 200 200 200 200 200 200 200
account_login                                        GET  200 302 302 302 302 302 302 302 302 302 302 302 302
                                                     POST 422 302 302 302 302 302 302 302 302 302 302 302 302
account_logout                                       GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 302 302 302 302 302 302 302 302 302 302 302 302
account_inactive                                     GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_signup                                       GET  200 302 302 302 302 302 302 302 302 302 302 302 302
                                                     POST 200 302 302 302 302 302 302 302 302 302 302 302 302
account_change_password                              GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 422 422 422 422 422 422 422 422 422 422 422 422
account_reset_password                               GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 422 422 422 422 422 422 422 422 422 422 422 422 422
account_reset_password_done                          GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key_done                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
account_email                                        GET  404 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 404 404 404 404 404 404 404 404 404 404 404 404 404
account_set_password                                 GET  404 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 404 404 404 404 404 404 404 404 404 404 404 404 404
account_reauthenticate                               GET  404 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 404 404 404 404 404 404 404 404 404 404 404 404 404
account_email_verification_sent                      GET  404 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 404 404 404 404 404 404 404 404 404 404 404 404 404
set_language                                         GET  405 405 405 405 405 405 405 405 405 405 405 405 405
                                                     POST 302 302 302 302 302 302 302 302 302 302 302 302 302
plans:dossier                                        GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
plans:transition/offer                               GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:transition/adopt                               GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:transition/file                                GET  302 404 403 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 403 422 403 404 404 404 404 404 404 404 404
plans:transition/start_enforcement                   GET  302 404 403 403 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 403 403 403 404 404 404 404 404 404 404 404
plans:transition/unknown                             GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
plans:details                                        GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:partners                                       GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 409 409 403 404 404 404 404 404 404 404 404
plans:check                                          GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
plans:timeline                                       GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
plans:budget                                         GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:add_chapter                                    GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:chapter                                        GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:revisions                                      GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
plans:remove_chapter                                 GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 409 409 403 404 404 404 404 404 404 404 404
plans:restore_chapter                                GET  302 404 302 302 302 404 404 404 404 404 404 404 404
                                                     POST 302 404 302 302 403 404 404 404 404 404 404 404 404
plans:attachments                                    GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
plans:attachment                                     GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
plans:remove_attachment                              GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 302 302 403 404 404 404 404 404 404 404 404
plans:adoption_document                              GET  302 404 200 200 200 404 404 404 404 200 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
plans:version                                        GET  302 404 200 200 200 200 200 200 200 200 404 200 404
                                                     POST 302 404 405 405 405 405 405 405 405 405 404 405 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:version_pdf                                    GET  302 404 200 200 200 200 200 200 200 200 404 200 404
                                                     POST 302 404 405 405 405 405 405 405 405 405 404 405 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:version_json                                   GET  302 404 200 200 200 200 200 200 200 200 404 200 404
                                                     POST 302 404 405 405 405 405 405 405 405 405 404 405 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:version_attachment                             GET  302 404 200 200 200 200 200 200 200 200 404 200 404
                                                     POST 302 404 405 405 405 405 405 405 405 405 404 405 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:compare                                        GET  302 404 200 200 200 200 200 404 404 404 404 200 404
                                                     POST 302 404 405 405 405 405 405 405 405 405 404 405 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:receipt                                        GET  302 404 200 200 200 404 404 404 404 200 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 405 404 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:withdraw                                       GET  302 404 403 200 403 404 404 404 404 403 404 404 404
                                                     POST 302 404 403 422 403 404 404 404 404 403 404 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 403 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 403 404 404 404
plans:receipt_pdf                                    GET  302 404 200 200 200 404 404 404 404 200 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 405 404 404 404
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 405 404 404 404
plans:dossiers                                       GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
plans:start_dossier                                  GET  302 302 302 302 302 302 302 302 302 302 302 302 302
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
consultations:document/procedure                     GET  302 404 200 200 200 200 200 404 404 200 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:document/verslag                       GET  302 404 200 200 200 200 200 404 404 200 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:document/uitkomst                      GET  302 404 200 200 200 200 200 404 404 200 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:document/overleg                       GET  302 404 200 200 200 404 404 404 404 200 404 200 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:document/instemming                    GET  302 404 200 200 200 404 404 200 404 200 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:document/unknown                       GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:consultation                           GET  302 404 200 200 200 200 200 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 405 405 404 404 404 404 404 404
consultations:transition/agree                       GET  302 404 403 403 403 200 200 404 404 404 404 404 404
                                                     POST 302 404 403 403 403 422 422 404 404 404 404 404 404
consultations:transition/agree_on_behalf             GET  302 404 200 200 403 403 403 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 403 403 404 404 404 404 404 404
consultations:transition/escalate                    GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
consultations:new_meeting_with                       GET  302 404 200 200 403 200 200 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 422 422 404 404 404 404 404 404
consultations:change_meeting                         GET  302 404 200 200 403 200 200 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 422 422 404 404 404 404 404 404
consultations:matrix                                 GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
consultations:matrix_csv                             GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 404 404
consultations:new_meeting                            GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
consultations:procedure                              GET  302 404 200 200 200 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
consultations:change_procedure                       GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
consultations:overleg                                GET  302 404 200 200 200 404 404 404 404 404 404 200 404
                                                     POST 302 404 405 405 405 404 404 404 404 404 404 405 404
consultations:overleg_transition/hold                GET  302 404 200 200 403 404 404 404 404 404 404 200 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 422 404
consultations:ask_consent                            GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
consultations:consent                                GET  302 404 200 200 200 404 404 200 404 404 404 404 404
                                                     POST 302 404 405 405 405 404 404 405 404 404 404 404 404
consultations:consent_transition/consent             GET  302 404 403 403 403 404 404 200 404 404 404 404 404
                                                     POST 302 404 403 403 403 404 404 422 404 404 404 404 404
consultations:consent_transition/refuse_on_behalf    GET  302 404 200 200 403 404 404 403 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 403 404 404 404 404 404
consultations:consultations                          GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
consultations:consultations_csv                      GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
disputes:dispute                                     GET  302 404 200 200 200 200 200 404 200 404 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
disputes:transition/advise                           GET  302 404 403 403 403 403 403 404 200 404 404 404 404
                                                     POST 302 404 403 403 403 403 403 404 422 404 404 404 404
disputes:transition/respond                          GET  302 404 403 403 403 200 200 404 403 404 404 404 404
                                                     POST 302 404 403 403 403 422 422 404 403 404 404 404 404
disputes:transition/settle                           GET  302 404 200 200 403 403 403 404 200 404 404 404 404
                                                     POST 302 404 422 422 403 403 403 404 422 404 404 404 404
disputes:transition/withdraw                         GET  302 404 200 200 403 403 403 404 403 404 404 404 404
                                                     POST 302 404 422 422 403 403 403 404 403 404 404 404 404
disputes:transition/lodge                            GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
disputes:document                                    GET  302 404 200 200 200 200 200 404 200 200 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
disputes:bundle                                      GET  302 404 200 200 200 200 200 404 200 404 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
disputes:lodge                                       GET  302 404 200 200 403 200 200 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 422 422 404 404 404 404 404 404
disputes:disputes                                    GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
disputes:export                                      GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
admin:portal_user_activity                           GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 403
admin:plans_dossier_open                             GET  302 403 403 403 403 403 403 403 403 302 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 302 403 403 403
admin:plans_dossier_transition/start_enforcement     GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 422 403 403 403
admin:plans_dossier_transition/offer                 GET  302 403 403 403 403 403 403 403 403 404 404 403 404
                                                     POST 302 403 403 403 403 403 403 403 403 404 404 403 404
admin:plans_filing_transition/reconsider             GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 422 403 403 403
admin:plans_filing_transition/take_up                GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 422 403 403 403
admin:portal_organisation_changelist                 GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:portal_organisation_add                        GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 403
admin:portal_organisation_history                    GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:portal_organisation_delete                     GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_organisation_change                     GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 403
admin:portal_user_changelist                         GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 403
admin:portal_user_add                                GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_user_history                            GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 403
admin:portal_user_delete                             GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_user_change                             GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_membership_changelist                   GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 403
admin:portal_membership_add                          GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_membership_history                      GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 403
admin:portal_membership_delete                       GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_membership_change                       GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_auditentry_changelist                   GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:portal_auditentry_add                          GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_auditentry_history                      GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:portal_auditentry_delete                       GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_auditentry_change                       GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_mailmessage_changelist                  GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 403
admin:portal_mailmessage_add                         GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_mailmessage_history                     GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 403
admin:portal_mailmessage_delete                      GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:portal_mailmessage_change                      GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_partnership_changelist                GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_partnership_add                       GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_partnership_history                   GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_partnership_delete                    GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_partnership_change                    GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_municipality_changelist               GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_municipality_add                      GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_municipality_history                  GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_municipality_delete                   GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_municipality_change                   GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_area_changelist                       GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_area_add                              GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_area_history                          GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_area_delete                           GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_area_change                           GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_municipalitychange_changelist         GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_municipalitychange_add                GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_municipalitychange_history            GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:register_municipalitychange_delete             GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:register_municipalitychange_change             GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_dossier_changelist                       GET  302 403 403 403 403 403 403 403 403 302 302 403 302
                                                     POST 302 403 403 403 403 403 403 403 403 302 302 403 302
admin:plans_dossier_add                              GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_dossier_history                          GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 403 403 403
admin:plans_dossier_delete                           GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_dossier_change                           GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_filing_changelist                        GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 403 403 403
admin:plans_filing_add                               GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_filing_history                           GET  302 403 403 403 403 403 403 403 403 200 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 403 403 403
admin:plans_filing_delete                            GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_filing_change                            GET  302 403 403 403 403 403 403 403 403 302 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_filinground_changelist                   GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:plans_filinground_add                          GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 403
admin:plans_filinground_history                      GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:plans_filinground_delete                       GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_filinground_change                       GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 403
admin:plans_lawversion_changelist                    GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:plans_lawversion_add                           GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 403
admin:plans_lawversion_history                       GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:plans_lawversion_delete                        GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_lawversion_change                        GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 403
admin:plans_budgetheading_changelist                 GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:plans_budgetheading_add                        GET  302 403 403 403 403 403 403 403 403 403 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 403
admin:plans_budgetheading_history                    GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 403
admin:plans_budgetheading_delete                     GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:plans_budgetheading_change                     GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 403
admin:index                                          GET  302 403 403 403 403 403 403 403 403 200 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 200 200 403 200
admin:login                                          GET  302 403 403 403 403 403 403 403 403 302 302 403 302
                                                     POST 302 403 403 403 403 403 403 403 403 302 302 403 302
admin:plans_overview                                 GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 405 405 403 403
admin:plans_overview_csv                             GET  302 403 403 403 403 403 403 403 403 200 200 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 405 405 403 403
admin:app_list                                       GET  302 403 403 403 403 403 403 403 403 302 302 403 302
                                                     POST 302 403 403 403 403 403 403 403 403 302 302 403 302
guidance:document                                    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
examples:example                                     GET  404 404 200 200 200 404 404 404 404 404 200 404 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  404 404 404 404 404 404 404 404 404 404 200 404 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
examples:example_attachment                          GET  404 404 200 200 200 404 404 404 404 404 200 404 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  404 404 404 404 404 404 404 404 404 404 200 404 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
examples:example_transition/change                   GET  302 404 200 200 403 404 404 404 404 404 403 404 403
                                                     POST 302 404 422 422 403 404 404 404 404 404 403 404 403
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 403 404 403
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 404 403 404 403
examples:example_transition/submit                   GET  302 404 200 200 403 404 404 404 404 404 403 404 403
                                                     POST 302 404 422 422 403 404 404 404 404 404 403 404 403
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 403 404 403
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 404 403 404 403
examples:example_transition/publish                  GET  302 404 403 403 403 404 404 404 404 404 200 404 200
                                                     POST 302 404 403 403 403 404 404 404 404 404 422 404 422
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 200 404 200
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 404 422 404 422
examples:example_transition/draft                    GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
examples:new_example                                 GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
examples:follow                                      GET  302 302 302 302 302 302 302 302 302 302 302 302 302
                                                     POST 302 302 302 302 302 302 302 302 302 302 302 302 302
                                           elsewhere GET  302 302 302 302 302 302 302 302 302 302 302 302 302
                                           elsewhere POST 302 302 302 302 302 302 302 302 302 302 302 302 302
examples:stop_digest                                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 200 200 200 200 200 200 200 200 200 200 200 200 200
briefings:briefing                                   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
briefings:briefing_file                              GET  302 404 404 404 404 200 404 404 404 404 404 404 404
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 200 404 404 404 404 404 404 404
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
briefings:briefing_document                          GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
briefings:attendance                                 GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 405 403 405
                                           elsewhere GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                           elsewhere POST 302 403 403 403 403 403 403 403 403 403 405 403 405
briefings:attendance_csv                             GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 405 403 405
                                           elsewhere GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                           elsewhere POST 302 403 403 403 403 403 403 403 403 403 405 403 405
briefings:sign_somebody_off                          GET  302 404 404 404 404 404 404 404 404 404 200 404 200
                                                     POST 302 404 404 404 404 404 404 404 404 404 422 404 422
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 404 200 404 200
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 404 422 404 422
briefings:briefing_transition/sign_up                GET  302 403 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 403 409 409 409 302 302 409 409 409 409 409 409
                                           elsewhere GET  302 403 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 302 403 409 409 409 302 302 409 409 409 409 409 409
briefings:briefing_transition/cancel                 GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
                                           elsewhere GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                           elsewhere POST 302 403 403 403 403 403 403 403 403 403 422 403 422
briefings:registration_transition/sign_off           GET  302 404 404 404 404 200 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 302 404 404 404 404 404 404 404
briefings:registration_transition/move_up            GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
experiments:apply                                    GET  302 404 200 200 403 404 404 404 404 404 404 404 404
                                                     POST 302 404 422 422 403 404 404 404 404 404 404 404 404
experiments:experiment                               GET  302 404 200 200 200 404 404 404 404 200 200 404 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 200 404 200
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
experiments:experiment_transition/select             GET  302 404 403 403 403 404 404 404 404 403 200 404 200
                                                     POST 302 404 403 403 403 404 404 404 404 403 422 404 422
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 403 200 404 200
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 403 422 404 422
experiments:experiment_transition/report             GET  302 404 200 200 403 404 404 404 404 403 403 404 403
                                                     POST 302 404 422 422 403 404 404 404 404 403 403 404 403
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 403 403 404 403
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 403 403 404 403
examples:share_lessons                            GET  302 404 200 200 403 404 404 404 404 403 403 404 403
                                                     POST 302 404 422 422 403 404 404 404 404 403 403 404 403
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 403 403 404 403
                                           elsewhere POST 302 404 404 404 404 404 404 404 404 403 403 404 403
experiments:experiment_transition/apply              GET  302 404 404 404 404 404 404 404 404 404 404 404 404
                                                     POST 302 404 404 404 404 404 404 404 404 404 404 404 404
experiments:report_file                              GET  302 404 200 200 200 404 404 404 404 200 200 404 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  302 404 404 404 404 404 404 404 404 200 200 404 200
                                           elsewhere POST 302 405 405 405 405 405 405 405 405 405 405 405 405
admin:examples_example_changelist                    GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:examples_example_add                           GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:examples_example_history                       GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:examples_example_delete                        GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:examples_example_change                        GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:experiments_experimentcall_changelist             GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:experiments_experimentcall_add                    GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:experiments_experimentcall_history                GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:experiments_experimentcall_delete                 GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:experiments_experimentcall_change                 GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:experiments_experiment_changelist                 GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:experiments_experiment_add                        GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:experiments_experiment_history                    GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:experiments_experiment_delete                     GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:experiments_experiment_change                     GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:briefings_briefing_changelist                    GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:briefings_briefing_add                           GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:briefings_briefing_history                       GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:briefings_briefing_delete                        GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:briefings_briefing_change                        GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
examples:examples                                    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
examples:examples_csv                                GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
examples:own_examples                                GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
examples:following                                   GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 422 422 422 422 422 422 422 422 422 422 422 422
briefings:briefings                                  GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
briefings:briefings_csv                              GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
experiments:experiments                              GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
experiments:experiments_csv                          GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
guidance:document_file                               GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
admin:guidance_document_changelist                   GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_document_add                          GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:guidance_document_history                      GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_document_delete                       GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_document_change                       GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:guidance_agendaaction_changelist               GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_agendaaction_add                      GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:guidance_agendaaction_history                  GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_agendaaction_delete                   GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_agendaaction_change                   GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:guidance_agendadate_changelist                 GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_agendadate_add                        GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:guidance_agendadate_history                    GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_agendadate_delete                     GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_agendadate_change                     GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:guidance_committeepage_changelist              GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_committeepage_add                     GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:guidance_committeepage_history                 GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_committeepage_delete                  GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_committeepage_change                  GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:guidance_subject_changelist                    GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_subject_add                           GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:guidance_subject_history                       GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_subject_delete                        GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_subject_change                        GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:guidance_party_changelist                      GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_party_add                             GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:guidance_party_history                         GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_party_delete                          GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_party_change                          GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
guidance:feed                                        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
                                           elsewhere GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                           elsewhere POST 405 405 405 405 405 405 405 405 405 405 405 405 405
guidance:own_agenda                                  GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
guidance:own_agenda_csv                              GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
guidance:own_agenda_file                             GET  302 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
guidance:open_feed                                   GET  302 405 405 405 405 405 405 405 405 405 405 405 405
                                                     POST 302 302 302 302 302 302 302 302 302 302 302 302 302
guidance:close_feed                                  GET  302 405 405 405 405 405 405 405 405 405 405 405 405
                                                     POST 302 302 302 302 302 302 302 302 302 302 302 302 302
admin:courses_offer_changelist                      GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:courses_offer_add                             GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 422 403 422
admin:courses_offer_history                         GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:courses_offer_delete                          GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:courses_offer_change                          GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 409 403 409
admin:guidance_linkcheck_changelist                  GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_linkcheck_add                         GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_linkcheck_history                     GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 200 403 200
admin:guidance_linkcheck_delete                      GET  302 403 403 403 403 403 403 403 403 403 403 403 403
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
admin:guidance_linkcheck_change                      GET  302 403 403 403 403 403 403 403 403 403 200 403 200
                                                     POST 302 403 403 403 403 403 403 403 403 403 403 403 403
courses:offers                                       GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
courses:offers_csv                                   GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
guidance:agenda                                      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
guidance:agenda_csv                                  GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
guidance:library                                     GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
guidance:library_csv                                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
guidance:committees                                  GET  200 200 200 200 200 200 200 200 200 200 200 200 200
                                                     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
"""

NOWHERE = (302, *[404] * 12)
Answers = dict[tuple[str, str], tuple[int, ...]]


def read(table: str) -> dict[str, Answers]:
    """The table as data: per page, per place and method, the answer to each of WHO."""
    found: dict[str, Answers] = {}
    page = ""
    for line in table.splitlines():
        words = line.split()
        numbers = tuple(int(word) for word in words if word.isdigit() and len(word) == 3)
        if len(numbers) != len(WHO):
            continue
        *where, method = words[: -len(WHO)]
        if where and where[0] != "elsewhere":
            page = where[0]
            assert page not in found, f"{page} is in the table twice"
            found[page] = {}
        found[page]["elsewhere" if "elsewhere" in where else "own", method] = numbers
    return found


EXPECTED = read(TABLE)


class Visitors:
    """A browser for everybody, around one stage."""

    def __init__(self, own: Stage, other: Stage) -> None:
        self.own, self.other = own, other
        people = {
            **own.people,
            stages.NO_ROLE: User.objects.create_user("leeg@example.org", "x", name="Leeg"),
        }
        self.browsers = {who: Client(raise_request_exception=False) for who in WHO}
        for who, browser in self.browsers.items():
            if who in people:
                browser.force_login(people[who])

    def answer(self, who: str, method: str, url: str) -> int:
        """The status of one request; what it did is undone."""
        browser = self.browsers[who]
        cookies = browser.cookies.copy()
        mark = transaction.savepoint()
        response = getattr(browser, method.lower())(url)
        if response.streaming:
            b"".join(response)
        transaction.savepoint_rollback(mark)
        browser.cookies = cookies
        return int(response.status_code)

    def answers(self, stage: Stage, page: str, method: str) -> tuple[int, ...]:
        url = address(page, stage)
        return tuple(self.answer(who, method, url) for who in WHO)


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker: Any) -> Iterator[Visitors]:
    """Built once; every request is undone, and everything at the end."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, stages.january():
        patch.setattr("plans.pdf.render", lambda html: b"%PDF-quick " + html.encode())
        with transaction.atomic():
            yield Visitors(stages.own(), stages.other())
            transaction.set_rollback(True)


def test_table_has_every_role(visitors: Visitors) -> None:
    held = {row.role for user in visitors.own.people.values() for row in user.active_memberships}
    assert held == set(Role)
    assert {stages.NOBODY, stages.NO_ROLE, *visitors.own.people} == set(WHO)


def test_table_has_every_address() -> None:
    assert set(EXPECTED) == set(pages())
    assert {page.split("/")[0] for page in EXPECTED} == set(names())
    for page, answers in EXPECTED.items():
        assert {("own", "GET"), ("own", "POST")} <= set(answers), page


@pytest.mark.parametrize("name", EXPECTED)
def test_own_organisation(visitors: Visitors, name: str) -> None:
    for method in ("GET", "POST"):
        assert visitors.answers(visitors.own, name, method) == EXPECTED[name]["own", method], method


@pytest.mark.parametrize(
    "name", [name for name in EXPECTED if pages()[name] and not name.startswith("admin:")]
)
def test_another_organisation(visitors: Visitors, name: str) -> None:
    for method in ("GET", "POST"):
        expected = EXPECTED[name].get(("elsewhere", method), NOWHERE)
        assert visitors.answers(visitors.other, name, method) == expected, method


@pytest.mark.parametrize("name", [name for name in EXPECTED if pages()[name] and name.startswith("admin:")])
def test_inspectorate_works_for_all_partnerships(visitors: Visitors, name: str) -> None:
    for who in (stages.R, stages.A):
        place = WHO.index(who)
        for method in ("GET", "POST"):
            expected = EXPECTED[name]["own", method][place]
            assert visitors.answer(who, method, address(name, visitors.other)) == expected, (who, method)


# The row of the stage that a step is taken on, and how it lies in the table of steps.
SUBJECTS: dict[str, Callable[[Stage], Any]] = {
    "plans.Dossier": lambda s: s.dossier,
    "plans.Filing": lambda s: s.filing,
    "consultations.Consultation": lambda s: s.consultation,
    "consultations.Overleg": lambda s: s.overleg,
    "consultations.ConsentRequest": lambda s: s.consent,
    "disputes.Dispute": lambda s: s.dispute,
    "experiments.Experiment": lambda s: s.experiment,
    "examples.Example": lambda s: s.example,
    "briefings.Briefing": lambda s: s.briefing,
    "briefings.Registration": lambda s: s.registration,
}
# Steps that begin something for an organisation: it has no page of its own, theirs are in the table.
BEGUN = {"experiments.Experiment apply", "examples.Example draft"}


@pytest.mark.parametrize(
    "row",
    [row for row in extension_points.TRANSITIONS if f"{row.subject} {row.name}" not in BEGUN],
    ids=lambda row: f"{row.subject} {row.name}",
)
def test_page_of_every_step_asks_the_right_of_its_row(visitors: Visitors, row: Transition) -> None:
    """Who holds the right gets the page, who only sees the row reads why not, others find nothing."""
    obj = SUBJECTS[row.on or row.subject](visitors.own)
    url = obj.get_action_url(row)
    for who, user in visitors.own.people.items():
        status = visitors.answer(who, "GET", url)
        if row.quiet:  # another step sets it in motion
            assert status in {403, 404}, who
        elif user.has_perm(row.permission, obj):
            # A registration is somebody's own, whatever their rights.
            assert status == 200 or (status == 404 and obj == visitors.own.registration), (who, status)
        else:
            sees = url.startswith("/beheer/") or obj in type(obj).objects.visible_to(user)
            assert status == (403 if sees else 404), (who, status)


def test_no_method_but_the_two_changes_anything(visitors: Visitors) -> None:
    """PUT, PATCH and DELETE are refused everywhere, for who may do most."""
    for page in EXPECTED:
        if page.startswith(("admin:", "account_")):
            continue
        for method in ("put", "patch", "delete"):
            status = visitors.answer(E, method, address(page, visitors.own))
            assert status in {302, 403, 404, 405}, (page, method, status)
    assert visitors.answer(M, "delete", address("consultations:consultation", visitors.own)) == 405
