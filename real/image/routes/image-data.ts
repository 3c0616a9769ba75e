import { Readable } from 'node:stream';
import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiAnswer, ApiRequest, ApiRoute } from '../../http/api-route.ts';
import type { ImageFiles } from '../image-files.ts';
import type { ImageUploads } from '../image-uploads.ts';
import type { ImageStatus, StoredImage } from '../model.ts';
import { isAdmin } from '../visible-images.ts';
import type { ImageDoor } from './image-door.ts';

const importBody = z.looseObject({ method: z.looseObject({ name: z.string() }) });

/** The bytes of images: sent up, also in two steps (stage and import), and fetched. */
export function imageDataRoutes(files: ImageFiles, uploads: ImageUploads, door: ImageDoor): ApiRoute[] {
  const path = '/v2/images/:image_id';
  const receive = async (request: ApiRequest, during: ImageStatus, then: ImageStatus): Promise<ApiAnswer> => {
    const { id } = door.authorized(request, 'upload_image');
    checkType(request);
    await uploads.receive(id, request.raw, during, then);
    return { status: 204 };
  };
  return [
    route({
      method: 'PUT',
      path: `${path}/file`,
      access: 'token',
      handler: (request) => receive(request, 'saving', 'active'),
    }),
    route({
      method: 'PUT',
      path: `${path}/stage`,
      access: 'token',
      handler: (request) => receive(request, 'uploading', 'uploading'),
    }),
    route({
      method: 'POST',
      path: `${path}/import`,
      access: 'token',
      body: importBody,
      handler: async (request) => {
        const image = door.authorized(request, 'upload_image');
        const { name } = request.body.method;
        if (name !== 'glance-direct') {
          throw new ApiError(400, `Unknown import method name '${name}'. Accepted: glance-direct.`);
        }
        if (image.status !== 'uploading' || image.sizeBytes === null) {
          throw new ApiError(409, `An image in status '${image.status}' has no staged data to import.`);
        }
        await uploads.change(image.id, { status: 'active' });
        return { status: 202 };
      },
    }),
    route({
      method: 'GET',
      path: `${path}/file`,
      access: { rule: 'download_image' },
      handler: (request) => {
        const image = door.visible(request);
        if (image.status === 'deactivated' && !isAdmin(request.credentials)) {
          throw new ApiError(403, 'The requested image has been deactivated. Image data download is forbidden.');
        }
        if ((image.status !== 'active' && image.status !== 'deactivated') || image.sizeBytes === null) {
          return { status: 204 };
        }
        return download(files, image, image.sizeBytes, request.headers.range);
      },
    }),
  ];
}

function download(files: ImageFiles, image: StoredImage, sizeBytes: number, rangeText: string | undefined): ApiAnswer {
  const headers = { 'content-type': 'application/octet-stream', 'content-md5': image.checksum ?? '' };
  const range = rangeText === undefined ? undefined : readRange(rangeText, sizeBytes);
  if (!range) {
    const whole = { ...headers, 'content-length': String(sizeBytes) };
    return { status: 200, body: sizeBytes === 0 ? Readable.from([]) : files.open(image.id), headers: whole };
  }
  const { start, end } = range;
  return {
    status: 206,
    body: files.open(image.id, range),
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(end - start + 1),
      'content-range': `bytes ${start}-${end}/${sizeBytes}`,
    },
  };
}

/** One range of bytes; `undefined` for what is not one, which HTTP says to overlook. @throws ApiError 416 */
function readRange(text: string, sizeBytes: number): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text) ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (start > end) {
    throw new ApiError(416, 'The range lies outside the image.', {
      headers: { 'content-range': `bytes */${sizeBytes}` },
    });
  }
  return { start, end };
}

function checkType(request: ApiRequest): void {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/octet-stream\b/i.test(type)) {
    throw new ApiError(415, `The content type ${type} is not supported; send application/octet-stream.`);
  }
}
