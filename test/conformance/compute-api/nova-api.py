"""Real Nova, all of it in this process (fake hypervisors, SQLite in memory), asked over standard input.

Each line in is a request: {"as": "admin", "method": "GET", "path": "/flavors", "version": "2.61", "body": ...}
Each line out is its answer: {"status": 200, "headers": {...}, "body": ...}

It stands on the functional tests that Debian's python3-nova brings along, and needs python3-nova, python3-placement and
the libraries of its tests: python3-fixtures, python3-testtools, python3-oslotest, python3-wsgi-intercept.
"""

import json
import os
import sys
import tempfile
import unittest

# The protocol has standard output for itself.
answers = os.fdopen(os.dup(1), 'w')
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

from nova.tests.functional import integrated_helpers  # noqa: E402
from nova import policy  # noqa: E402
from nova import version as nova_version  # noqa: E402

PASTE = """
[composite:osapi_compute]
use = call:nova.api.openstack.urlmap:urlmap_factory
/: versions
/v2.1: version
/v2.1/+: api

[composite:api]
use = call:nova.api.auth:pipeline_factory_v21
keystone = faultwrap authtoken keystonecontext app
noauth2 = faultwrap authtoken keystonecontext app

[filter:faultwrap]
paste.filter_factory = nova.api.openstack:FaultWrapper.factory

[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory

[filter:keystonecontext]
paste.filter_factory = nova.api.auth:NovaKeystoneContext.factory

[app:app]
paste.app_factory = nova.api.openstack.compute:APIRouterV21.factory

[pipeline:versions]
pipeline = faultwrap versionsapp

[pipeline:version]
pipeline = faultwrap versionapp

[app:versionsapp]
paste.app_factory = nova.api.openstack.compute.versions:Versions.factory

[app:versionapp]
paste.app_factory = nova.api.openstack.compute.versions:VersionsV2.factory
"""

ROLES = {
    'admin': ['admin', 'member', 'reader'],
    'member': ['member', 'reader'],
    'reader': ['reader'],
    'other': ['member', 'reader'],
}


class NovaApi(integrated_helpers._IntegratedTestBase):
    microversion = None
    # A project's id in a path must be hexadecimal; Nova's test client uses such a one.
    other_project = '0123456789abcdef0123456789abcdef'

    def _setup_services(self):
        paste = tempfile.NamedTemporaryFile('w', suffix='.ini', delete=False)
        paste.write(PASTE)
        paste.close()
        self.addCleanup(os.unlink, paste.name)
        self.flags(api_paste_config=paste.name, group='wsgi')
        # The fixtures have read the policy already, with the defaults of before 2023.
        self.flags(enforce_new_defaults=True, group='oslo_policy')
        policy.reset()
        policy.init(suppress_deprecation_warnings=True)
        super()._setup_services()
        # A second host, to put hosts apart.
        self._start_compute('compute2')

    def setUp(self):
        super().setUp()
        # Projects are not looked up: there is no Keystone.
        from unittest import mock
        patch = mock.patch('nova.api.openstack.identity.verify_project_id', return_value=True)
        patch.start()
        self.addCleanup(patch.stop)

    def _setup_compute_service(self):
        return self._start_compute('compute1')

    def test_answer(self):
        print(json.dumps({'nova': nova_version.version_string()}), file=answers, flush=True)
        for line in sys.stdin:
            print(json.dumps(self._ask(json.loads(line))), file=answers, flush=True)

    def _ask(self, request):
        who = request['as']
        client = self.admin_api
        headers = {
            'X-Auth-User': 'admin' if who == 'admin' else 'user-' + who,
            'X-Auth-Project-Id': self.other_project if who == 'other' else client.project_id,
            'X-Roles': ','.join(ROLES[who]),
            'Accept': 'application/json',
        }
        if request.get('version'):
            headers['OpenStack-API-Version'] = 'compute ' + request['version']
        headers.update(request.get('headers') or {})
        body = request.get('body')
        if body is not None:
            headers.setdefault('Content-Type', 'application/json')
            body = (body if isinstance(body, str) else json.dumps(body)).encode()
        base = client.base_url.rsplit('/v2.1', 1)[0]
        response = client.request(base + request['path'], method=request['method'], body=body, headers=headers)
        try:
            parsed = response.json()
        except ValueError:
            parsed = response.text or None
        return {'status': response.status_code, 'headers': dict(response.headers), 'body': parsed}


if __name__ == '__main__':
    unittest.main(argv=['nova-api'], exit=True)
