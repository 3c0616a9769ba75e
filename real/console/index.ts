/** Consoles in a browser. Start with {@link ConsoleService}. */
export { ConsoleProxy } from './console-proxy.ts';
export type { ConsoleProxyOptions } from './console-proxy.ts';
export { ConsoleService } from './console-service.ts';
export type { ConsoleServiceOptions } from './console-service.ts';
export { unixSocketTarget } from './console-target.ts';
export type { ConsoleTarget } from './console-target.ts';
export { ConsoleTokens } from './console-tokens.ts';
export type { ConsoleTokensOptions } from './console-tokens.ts';
export type { ConsoleType, ConsoleUrls } from './console-urls.ts';
