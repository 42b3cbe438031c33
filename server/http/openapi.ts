import { z } from 'zod';
import { problemSchema } from '../../shared/protocol/http.js';
import { ACCESS, ROUTE_KEYS, type RouteKey } from '../auth/access.js';
import { type RouteSpec, specOf } from './routes.js';

type Json = Record<string, unknown>;

/** The HTTP interface as OpenAPI 3.1, made from the schemas that the server parses with. */
export function openApiOf(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of ROUTE_KEYS) {
    const [method = '', path = ''] = route.split(' ');
    const name = path.replace(/:(\w+)/g, '{$1}');
    paths[name] = { ...paths[name], [method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Breakwater',
      version,
      description:
        'What the pages of Breakwater call. Live data comes over the socket, not from here. Every write must carry the `Origin` of the site itself.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'breakwater', description: '`__Host-breakwater` where the site is served over TLS' },
      },
    },
  };
}

function operationOf(route: RouteKey): Json {
  const spec = specOf(route);
  const roles = ACCESS[route];
  const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  const parameters = [...parametersOf(spec.params, 'path'), ...parametersOf(spec.query, 'query')];
  return {
    summary: spec.summary,
    description: roles === 'anyone' ? 'For anyone.' : `For ${roles.join(', ')}.`,
    ...(roles === 'anyone' ? { security: [] } : { security: [{ session: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(spec),
    responses: { ...goodAnswers(spec), default: { description: 'Refused: `code` says why, `errors` name the fields', ...problem } },
  };
}

/** Files are text: their lines are described in words. */
const FILE = { 'text/csv': { schema: { type: 'string' } } };

function bodyOf({ body, upload }: RouteSpec): Json {
  if (upload) return { requestBody: { required: true, content: FILE } };
  return body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } } : {};
}

function goodAnswers({ answer, download, status }: RouteSpec): Json {
  if (download) return { 200: { description: 'Done', content: FILE } };
  if (!answer) return { 204: { description: 'Done' } };
  return { [status ?? 200]: { description: 'Done', content: { 'application/json': { schema: schemaOf(answer, 'output') } } } };
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, of]) => ({ name, in: place, required: required.includes(name), schema: of }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
