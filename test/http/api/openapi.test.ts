// The API's description: well formed, complete, and true; every example in it is taken as it stands.

import { expect } from 'chai';
import request from 'supertest';
import { batchAnswer, errorAnswer, receiptAnswer } from '../../../src/http/api/answer-shapes.ts';
import { scopes } from '../../../src/domain/api-key.ts';
import { anotherSystem, type AnotherSystem } from './another-system.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly { readonly apiKey: readonly string[] }[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: object;
        readonly examples: Record<string, { readonly value: unknown }>;
      };
    };
  };
  readonly responses: Record<string, { readonly description: string; readonly content?: object }>;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object>; readonly securitySchemes: Record<string, object> };
}

describe('the description of the API', () => {
  let system: AnotherSystem;
  let document: Document;
  before(async () => {
    system = await anotherSystem();
    const answer = await request(system.all.application.app).get('/api/v1/openapi.json');
    expect([answer.status, answer.type]).to.deep.equal([200, 'application/json']);
    document = answer.body as Document;
  });
  after(() => system.all.close());

  const operations = (): [string, string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, string, Operation] => [method, path, operation]),
    );

  it('is OpenAPI 3.1 of this installation, and asks no key', () => {
    expect(document.openapi).to.match(/^3\.1\.\d+$/);
    expect(document.info).to.include.keys('title', 'version');
    expect(document.servers[0]?.url).to.equal(`${system.all.publicUrl}/api/v1`);
    expect(document.components.securitySchemes).to.have.property('apiKey');
  });

  it('names each operation once, with its scope, its parameters and its refusals', () => {
    const all = operations();
    expect(all).to.have.length(7);
    expect(new Set(all.map(([, , { operationId }]) => operationId)).size).to.equal(7);
    expect(all.flatMap(([, , { security }]) => security.flatMap(({ apiKey }) => apiKey))).to.have.members([...scopes]);
    for (const [method, path, operation] of all) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(
        named.map(({ name }) => name),
        path,
      ).to.deep.equal(inPath);
      expect(named.every(({ required }) => required)).to.equal(true);
      expect(operation.responses).to.include.keys('200', '401', '403', '404', '429', '5XX');
      if (method === 'post') expect(operation.responses).to.include.keys('409', '413', '415', '422');
      for (const { description } of Object.values(operation.responses)) expect(description).to.not.equal('');
    }
  });

  it('leads nowhere into the void', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to!);
    expect(references).to.not.have.length(0);
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
      expect(document.components.schemas, reference).to.have.property(name!);
    }
  });

  it('tells days apart from other texts, and who a student may be', () => {
    const { Student, AttendanceItem, FactsItem } = document.components.schemas as Record<
      string,
      {
        readonly required?: string[];
        readonly oneOf?: object[];
        readonly properties: Record<string, { readonly format?: string }>;
      }
    >;
    expect(Student!.oneOf).to.have.length(3);
    expect(AttendanceItem!.required).to.have.members(['student', 'class']);
    expect(FactsItem!.required).to.have.members(['student']);
    expect(JSON.stringify(document.components.schemas['CompletionItem'])).to.contain('"format":"date"');
  });

  it('gives examples that are taken as they stand, and answered as it says', async () => {
    await system.addClass('2026-11-18');
    const { people } = system.all.application.stores;
    const { platformId } = system.administrator;
    const [student] = system.students;
    await people.note({ platformId, sub: student!, email: 'ana@example.org', sourcedId: 'S-1042' });
    const { courses } = system.all.application.stores;
    const known = await people.note({ platformId, sub: '42', name: 'Forty-two' });
    await courses.enroll(
      { courseId: system.courseId, personId: known.id, role: 'learner', isActive: true, source: 'roster' },
      0,
    );
    for (const [method, path, { requestBody }] of operations()) {
      if (method !== 'post') continue;
      for (const [name, { value }] of Object.entries(requestBody!.content['application/json'].examples)) {
        const answer = await system.post(path.split('/').at(-1)!, value);
        expect(answer.status, `${path} ${name}: ${answer.text}`).to.equal(200);
        const shape = name === 'one' ? receiptAnswer.strict() : batchAnswer.strict();
        expect(shape.safeParse(answer.body).error, `${path} ${name}`).to.equal(undefined);
        if (name === 'several') expect(answer.body, answer.text).to.include({ refused: 0 });
      }
    }
    const refused = await system.post('facts', {});
    expect(errorAnswer.strict().safeParse(refused.body).error).to.equal(undefined);
  });

  it('is a page for people too', async () => {
    const page = await request(system.all.application.app).get('/api/v1/');
    expect([page.status, page.type]).to.deep.equal([200, 'text/html']);
    for (const [, path] of operations()) expect(page.text).to.contain(path);
    expect(page.text).to.not.contain('<script');
    expect(page.text).to.contain('official-results:write');
  });
});
