import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ImageSink, SnapshotImage } from '../compute/agent/image-sink.ts';
import { HypervisorError } from '../compute/hypervisor/hypervisor-error.ts';
import type { ImageSource, SourceImage } from '../compute/images/image-source.ts';
import { currentContext } from '../trace/index.ts';

/** Members of an image that are not properties, as Glance names them. */
interface ImageDocument {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly disk_format: string | null;
  readonly size: number | null;
  readonly virtual_size: number | null;
  readonly os_hash_algo: string | null;
  readonly os_hash_value: string | null;
  readonly min_disk: number;
  readonly min_ram: number;
}

/** An image service that speaks Glance's API, as an agent in another process uses it. */
export class RemoteImages implements ImageSource, ImageSink {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  async describe(id: string): Promise<SourceImage> {
    const document = (await (await this.#call('GET', `/v2/images/${id}`)).json()) as ImageDocument;
    const { os_hash_algo: algorithm, os_hash_value: hex } = document;
    return {
      id,
      ...(document.name !== null && { name: document.name }),
      diskFormat: document.disk_format ?? 'raw',
      sizeBytes: document.size ?? 0,
      ...(algorithm !== null && hex !== null && { checksum: { algorithm, hex } }),
      ...(document.virtual_size !== null && { virtualBytes: document.virtual_size }),
      minDiskGib: document.min_disk,
      minRamMib: document.min_ram,
      properties: propertiesOf(document),
    };
  }

  async open(id: string, signal?: AbortSignal): Promise<Readable> {
    const { body, status } = await this.#call('GET', `/v2/images/${id}/file`, { ...(signal && { signal }) });
    if (body === null || status === 204) throw missing(`image ${id} has no data`);
    return Readable.fromWeb(body);
  }

  async upload({ id, diskFormat }: SnapshotImage, file: string, signal: AbortSignal): Promise<void> {
    const source = createReadStream(file, { highWaterMark: 1 << 20 });
    try {
      await this.#patch(id, { disk_format: diskFormat, container_format: 'bare' });
      const body = Readable.toWeb(source) as NonNullable<RequestInit['body']>;
      const headers = { 'content-type': 'application/octet-stream' };
      await this.#call('PUT', `/v2/images/${id}/file`, { body, headers, signal, duplex: 'half' });
    } catch (error) {
      await this.#call('DELETE', `/v2/images/${id}`).catch(() => {});
      throw error;
    } finally {
      source.destroy();
    }
  }

  async #patch(id: string, values: Readonly<Record<string, string>>): Promise<void> {
    const changes = Object.entries(values).map(([name, value]) => ({ op: 'replace', path: `/${name}`, value }));
    await this.#call('PATCH', `/v2/images/${id}`, {
      body: JSON.stringify(changes),
      headers: { 'content-type': 'application/openstack-images-v2.1-json-patch' },
    });
  }

  async #call(method: string, path: string, options: RequestInit = {}): Promise<Response> {
    const headers = {
      ...(options.headers as Record<string, string> | undefined),
      'x-auth-token': this.#token,
      traceparent: currentContext().traceparent,
    };
    const answer = await fetch(`${this.#url}${path}`, { ...options, method, headers }).catch((error: unknown) => {
      throw missing(`the image service at ${this.#url} cannot be reached`, error);
    });
    if (answer.ok) return answer;
    const said = (await answer.text()).replaceAll(/<[^>]*>|\s+/g, ' ').trim();
    throw missing(`${method} ${path}: the image service answered ${answer.status}: ${said.slice(0, 200)}`);
  }
}

function missing(message: string, cause?: unknown): HypervisorError {
  return new HypervisorError('image-missing', 'image', message, { cause });
}

const members = new Set(
  [
    'id,name,status,visibility,owner,container_format,disk_format,min_disk,min_ram,protected,os_hidden,size',
    'virtual_size,checksum,os_hash_algo,os_hash_value,tags,created_at,updated_at,self,file,schema,direct_url,locations',
  ].flatMap((names) => names.split(',')),
);

/** Whatever a user said about an image stands beside its members. */
function propertiesOf(document: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !members.has(name)));
}
