/** The page that `novnc` addresses lead to: noVNC's own modules draw the screen, this puts a frame around it. */
export const vncPage = {
  html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Console</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/vnc.css">
<script type="module" src="/vnc.js"></script>
<header>
  <output id="status" role="status">Connecting…</output>
  <button id="ctrl-alt-del" type="button" disabled>Send Ctrl+Alt+Del</button>
</header>
<main id="screen" aria-label="Screen of the server"></main>
</html>
`,
  css: `html, body { height: 100%; margin: 0; background: #1d2126; color: #e8eaed; font: 14px system-ui, sans-serif; }
body { display: flex; flex-direction: column; }
header { display: flex; justify-content: space-between; align-items: center; padding: 4px 12px; }
main { flex: 1; min-height: 0; }
`,
  // `path` is noVNC's parameter: what comes after the address of this host, with the token in it.
  script: `import RFB from '/novnc/core/rfb.js';

const status = document.getElementById('status');
const ctrlAltDel = document.getElementById('ctrl-alt-del');
const path = new URLSearchParams(location.search).get('path') ?? '';
const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
// The token is good once: it need not stay in the history of the browser.
history.replaceState(null, '', location.pathname);

let name = 'the server';
const rfb = new RFB(document.getElementById('screen'), scheme + '://' + location.host + '/' + path.replace(/^\\/+/, ''));
rfb.scaleViewport = true;
rfb.addEventListener('desktopname', (event) => {
  name = event.detail.name;
  document.title = name;
  if (!ctrlAltDel.disabled) status.value = 'Connected to ' + name;
});
rfb.addEventListener('connect', () => {
  status.value = 'Connected to ' + name;
  ctrlAltDel.disabled = false;
  rfb.focus();
});
rfb.addEventListener('disconnect', (event) => {
  ctrlAltDel.disabled = true;
  status.value = event.detail.clean
    ? 'The console was closed.'
    : 'No connection: an address is good for one visit and for some minutes. Ask for another one.';
});
ctrlAltDel.addEventListener('click', () => {
  rfb.sendCtrlAltDel();
  rfb.focus();
});
`,
} as const;
