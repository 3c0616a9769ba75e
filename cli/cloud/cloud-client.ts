import { z } from 'zod';
import { CommandError, exitCode } from '../exit-code.ts';
import type { CloudAccess } from './cloud-access.ts';

const issued = z.object({
  token: z.object({
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(z.object({ interface: z.string(), url: z.string() })),
      }),
    ),
  }),
});

/** A client of a cloud's services, with a token for a project. */
export class CloudClient {
  readonly #token: string;
  readonly #urls: ReadonlyMap<string, string>;

  private constructor(token: string, urls: ReadonlyMap<string, string>) {
    this.#token = token;
    this.#urls = urls;
  }

  /** @throws CommandError when the identity service is not there, or refuses */
  static async connect(access: CloudAccess): Promise<CloudClient> {
    const answer = await ask(`${access.authUrl}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: authOf(access) }),
    });
    const token = answer.headers.get('x-subject-token');
    if (answer.status !== 201 || token === null) throw await refusal(answer, 'the identity service');
    const { catalog } = issued.parse(await answer.json()).token;
    const urls = catalog.flatMap(({ type, endpoints }) => {
      const endpoint = endpoints.find((each) => each.interface === 'public') ?? endpoints[0];
      return endpoint ? [[type, endpoint.url] as const] : [];
    });
    return new CloudClient(token, new Map(urls));
  }

  /**
   * JSON of a path below the service's endpoint, or at its root when it begins with a slash; undefined when it is not found.
   *
   * @throws CommandError for every other refusal
   */
  async find(service: string, path: string): Promise<unknown> {
    const url = this.#urls.get(service);
    if (url === undefined) throw new CommandError(exitCode.usage, `the cloud has no service of the type ${service}`);
    const where = new URL(path, url.endsWith('/') ? url : `${url}/`);
    const answer = await ask(where, { headers: { 'x-auth-token': this.#token } });
    if (answer.status === 404) {
      await answer.body?.cancel();
      return undefined;
    }
    if (!answer.ok) throw await refusal(answer, `the ${service} service`);
    return answer.json();
  }
}

async function ask(url: string | URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    const { cause, message } = error as Error;
    const why = cause instanceof Error ? cause.message || (cause as { code?: string }).code : message;
    throw new CommandError(exitCode.usage, `${new URL(url).origin} does not answer: ${why}`);
  }
}

async function refusal(answer: Response, who: string): Promise<CommandError> {
  const body = await answer.text();
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body.slice(0, 200);
  return new CommandError(exitCode.usage, `${who} answered ${answer.status}: ${message}`);
}

function authOf({ username, password, projectName, userDomainName, projectDomainName }: CloudAccess): unknown {
  const user = { name: username, domain: { name: userDomainName }, password };
  return {
    identity: { methods: ['password'], password: { user } },
    scope: { project: { name: projectName, domain: { name: projectDomainName } } },
  };
}
