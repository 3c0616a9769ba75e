import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { createExpressServer } from '../../../real/http/express-server.ts';

it("gives requests and answers the app's methods, and keeps the prototypes that they were born with", async () => {
  const app = express();
  const server = createExpressServer(app);
  app.use((request, response) => {
    const kept =
      Object.getPrototypeOf(request) === app.request &&
      Object.hasOwn(app.request, 'constructor') &&
      request.constructor.name === 'AppRequest' &&
      response.constructor.name === 'AppResponse';
    response.status(kept ? 202 : 500).send(`${request.get('x-word')} ${request.path} ${request.app === app}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const text = await new Promise<string>((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/a?b', headers: { 'x-word': 'hello' }, agent: false }, (answer) => {
      answer.setEncoding('utf8').on('data', (chunk: string) => resolve(`${answer.statusCode} ${chunk}`));
    }).on('error', reject);
  });
  server.close();
  expect(text).toBe('202 hello /a true');
});
