import { createResourceClass, deleteResourceClass, renameResourceClass } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import { offerJson, requireJson } from '../http/content.ts';
import { HttpError } from '../http/http-error.ts';
import type { PlacementRequest } from '../http/placement-request.ts';
import { answerRefusals } from '../http/refusals.ts';
import { findFault, parseBody } from '../http/validate-json.ts';
import { resourceClassSchema } from '../schemas/other-schemas.ts';
import { noContent } from './handler.ts';
import type { Handler } from './handler.ts';

export const listClasses: Handler = (request, placement) => {
  refuseOld(request);
  offerJson(request);
  request.authorize('placement:resource_classes:list');
  const names = [...placement.state.classes.all()];
  const times = names.map((name) => placement.classTimes.get(name) ?? 0);
  const modified = times.reduce((a, b) => Math.max(a, b), 0) || request.nowSeconds;
  return jsonAnswer({ resource_classes: names.map(serializeClass) }, 200, cacheHeaders(request.minor, modified));
};

export const showClass: Handler = (request, placement) => {
  refuseOld(request);
  offerJson(request);
  request.authorize('placement:resource_classes:show');
  const name = request.params['name']!;
  placement.classId(name);
  const modified = placement.classTimes.get(name) ?? request.nowSeconds;
  return jsonAnswer(serializeClass(name), 200, cacheHeaders(request.minor, modified));
};

export const postClass: Handler = (request, placement) => {
  refuseOld(request);
  requireJson(request);
  request.authorize('placement:resource_classes:create');
  const { name } = parseBody(request.body, resourceClassSchema) as { name: string };
  answerRefusals(() => request.write(() => createResourceClass(placement, name)), {
    'resource-class-exists': () => new HttpError(409, `Conflicting resource class already exists: ${name}`),
  });
  return { status: 201, headers: { location: `${request.origin}/resource_classes/${name}` } };
};

/** Until microversion 1.6 renames a class; from 1.7 on makes one or finds it. */
export const putClass: Handler = (request, placement) => {
  refuseOld(request);
  const name = request.params['name']!;
  if (request.minor >= 7) {
    request.authorize('placement:resource_classes:update');
    const fault = findFault({ name }, resourceClassSchema);
    if (fault !== undefined) throw new HttpError(400, `JSON does not validate: ${fault}`);
    const isNew = placement.state.classes.idOf(name) === undefined;
    if (isNew) request.write(() => createResourceClass(placement, name));
    const location = `${request.origin}/resource_classes/${name}`;
    return { status: isNew ? 201 : 204, headers: { location } };
  }
  requireJson(request);
  request.authorize('placement:resource_classes:update');
  const body = parseBody(request.body, resourceClassSchema) as { name: string };
  request.write(() => renameResourceClass(placement, name, body.name));
  return jsonAnswer(serializeClass(body.name));
};

export const removeClass: Handler = (request, placement) => {
  refuseOld(request);
  request.authorize('placement:resource_classes:delete');
  const refused = (status: number) => (message: string) =>
    new HttpError(status, `Error in delete resource class: ${message}`);
  answerRefusals(() => request.write(() => deleteResourceClass(placement, request.params['name']!)), {
    'resource-class-standard': refused(400),
    'resource-class-in-use': refused(409),
  });
  return noContent;
};

function refuseOld(request: PlacementRequest): void {
  if (request.minor < 2) throw new HttpError(404, 'Resource classes are there from microversion 1.2 on.');
}

function serializeClass(name: string): object {
  return { name, links: [{ rel: 'self', href: `/resource_classes/${name}` }] };
}
