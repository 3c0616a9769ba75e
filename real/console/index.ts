/** The websocket side of consoles. Start with {@link ConsoleProxy}. */
export { ConsoleProxy } from './console-proxy.ts';
export type { ConsoleProxyOptions } from './console-proxy.ts';
export { unixSocketTarget } from './console-target.ts';
export type { ConsoleTarget } from './console-target.ts';
export { ConsoleTokens } from './console-tokens.ts';
export type { ConsoleTokensOptions } from './console-tokens.ts';
