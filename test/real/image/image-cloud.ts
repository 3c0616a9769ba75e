import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { image } from '../../../real/index.ts';
import { IdentityCloud } from '../identity/identity-cloud.ts';

export interface ImageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
  readonly body: any;
}

interface Request {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Identity and image services that run, with three projects. */
export class ImageCloud {
  readonly identity: IdentityCloud;
  readonly folder: string;
  readonly tokens: Record<'admin' | 'alice' | 'bob' | 'rita', string>;
  readonly projects: Record<'alice' | 'bob' | 'rita', string>;
  service: image.ImageService;
  url: string;

  private constructor(parts: Pick<ImageCloud, 'identity' | 'folder' | 'tokens' | 'projects' | 'service' | 'url'>) {
    ({
      identity: this.identity,
      folder: this.folder,
      tokens: this.tokens,
      projects: this.projects,
      service: this.service,
      url: this.url,
    } = parts);
  }

  static async start(options: Partial<image.ImageServiceOptions> = {}): Promise<ImageCloud> {
    const identity = await IdentityCloud.start({ now: () => Date.now() / 1000 });
    const admin = await identity.admin();
    const alice = await identity.member('alice', 'member', admin);
    const bob = await identity.member('bob', 'member', admin);
    const rita = await identity.member('rita', 'reader', admin);
    const tokens = {
      admin,
      alice: await identity.token('alice', 'alice-password', 'alice'),
      bob: await identity.token('bob', 'bob-password', 'bob'),
      rita: await identity.token('rita', 'rita-password', 'rita'),
    };
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-image-'));
    const service = await openService(identity, folder, options);
    const projects = { alice: alice.projectId, bob: bob.projectId, rita: rita.projectId };
    return new ImageCloud({ identity, folder, tokens, projects, service, url: await service.listen(0) });
  }

  /** As after a crash, when `between` does what a crash would have left. */
  async restart(between: () => Promise<void> | void = () => undefined): Promise<void> {
    await this.service.close();
    await between();
    this.service = await openService(this.identity, this.folder);
    this.url = await this.service.listen(0);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.identity.close();
    rmSync(this.folder, { recursive: true });
  }

  async ask(method: string, where: string, { token, body, headers = {} }: Request = {}): Promise<ImageAnswer> {
    const raw = Buffer.isBuffer(body) || typeof body === 'string' || body instanceof ReadableStream;
    const type = raw ? 'application/octet-stream' : 'application/json';
    const response = await fetch(`${this.url}${where}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { 'x-auth-token': token }),
        ...(body !== undefined && { 'content-type': type }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body), duplex: 'half' }),
    } as RequestInit);
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const json = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      text,
      body: json ? JSON.parse(text) : undefined,
    };
  }

  /** An image of alice's, or of another's; its id. */
  async make(values: object, token = this.tokens.alice): Promise<string> {
    const answer = await this.ask('POST', '/v2/images', { token, body: values });
    if (answer.status !== 201) throw new Error(`no image: ${answer.status} ${answer.text}`);
    return answer.body.id as string;
  }

  upload(id: string, bytes: Buffer | ReadableStream, token = this.tokens.alice): Promise<ImageAnswer> {
    return this.ask('PUT', `/v2/images/${id}/file`, { token, body: bytes });
  }

  async active(values: object = {}, bytes = Buffer.from('a disk'), token = this.tokens.alice): Promise<string> {
    const id = await this.make({ disk_format: 'raw', container_format: 'bare', ...values }, token);
    const answer = await this.upload(id, bytes, token);
    if (answer.status !== 204) throw new Error(`no upload: ${answer.status} ${answer.text}`);
    return id;
  }
}

function openService(
  identity: IdentityCloud,
  folder: string,
  options: Partial<image.ImageServiceOptions> = {},
): Promise<image.ImageService> {
  return image.ImageService.open({
    database: path.join(folder, 'image.sqlite'),
    folder: path.join(folder, 'files'),
    authenticate: (headers) => identity.service.credentialsOf(headers),
    ...options,
  });
}
