"""Real Neutron on SQLite in a folder that is given, without Keystone: who asks is said by X-Project-Id and X-Roles.

Prints the port that it answers on, and ends with its standard input.
"""

import os
import socket
import sys

folder = sys.argv[1]
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
port = listener.getsockname()[1]
listener.close()

CONFIGURATION = f"""
[DEFAULT]
core_plugin = ml2
service_plugins = router
auth_strategy = keystone
bind_host = 127.0.0.1
bind_port = {port}
transport_url = fake://
api_paste_config = {folder}/api-paste.ini
state_path = {folder}
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
rpc_workers = 0
rpc_state_report_workers = 0
api_workers = 0
[database]
connection = sqlite:///{folder}/neutron.sqlite
[oslo_concurrency]
lock_path = {folder}
[oslo_policy]
enforce_new_defaults = true
[ml2]
type_drivers = flat,local
tenant_network_types = local
mechanism_drivers = linuxbridge
extension_drivers = port_security
[ml2_type_flat]
flat_networks = public
[experimental]
linuxbridge = true
"""

PIPELINES = """
[composite:neutron]
use = egg:Paste#urlmap
/: versions
/v2.0: api
[composite:api]
use = call:neutron.auth:pipeline_factory
noauth = extensions neutron_api
keystone = request_id catch_errors keystonecontext extensions neutron_api
[composite:versions]
use = call:neutron.auth:pipeline_factory
noauth = neutron_versions
keystone = neutron_versions
[filter:request_id]
paste.filter_factory = oslo_middleware:RequestId.factory
[filter:catch_errors]
paste.filter_factory = oslo_middleware:CatchErrors.factory
[filter:keystonecontext]
paste.filter_factory = neutron.auth:NeutronKeystoneContext.factory
[filter:extensions]
paste.filter_factory = neutron.api.extensions:plugin_aware_extension_middleware_factory
[app:neutron_versions]
paste.app_factory = neutron.pecan_wsgi.app:versions_factory
[app:neutron_api]
paste.app_factory = neutron.pecan_wsgi.app:v2_factory
"""

for name, text in (('neutron.conf', CONFIGURATION), ('api-paste.ini', PIPELINES)):
    with open(os.path.join(folder, name), 'w', encoding='utf8') as file:
        file.write(text)

import eventlet  # noqa: E402

eventlet.monkey_patch()

from neutron.db.migration.models import head  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402

head.get_metadata().create_all(create_engine(f'sqlite:///{folder}/neutron.sqlite'))

from neutron import server  # noqa: E402
from neutron.server import wsgi_eventlet  # noqa: E402


def end_with_parent():
    eventlet.patcher.original('os').read(0, 1)
    os._exit(0)


eventlet.patcher.original('threading').Thread(target=end_with_parent, daemon=True).start()
print(port, flush=True)
sys.argv = ['neutron-server', '--config-file', os.path.join(folder, 'neutron.conf')]
server.boot_server(wsgi_eventlet.eventlet_wsgi_server)
