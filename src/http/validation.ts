// Bodies, queries and path parameters are checked against the schema that also makes the OpenAPI
// document. Every wrong field is named, each with a stable code.
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AppError, type FieldError } from '../kernel/app-error.js';

/** So many wrong fields are named: an answer must not be longer than what was sent. */
const FIELDS_MAX = 20;
const NAME_CHARACTERS_MAX = 100;

/** The global pipe; a failure is 400 with the first field's code as the document's code. */
export function validationPipe(): PipeTransform {
  return new SchemaPipe();
}

class SchemaPipe implements PipeTransform {
  /** @throws AppError `invalid`: `unknown_field`, `invalid_value`, or the code of the field. */
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    throw invalidInput(result.issues, type === 'param' ? (data ?? '') : '');
  }
}

/** @throws AppError `invalid` (`unknown_field`) that names the fields. */
export function refuseUnknownFields(names: readonly string[]): void {
  if (names.length > 0) throw invalid(unknownFields(names, ''));
}

function invalidInput(issues: readonly StandardSchemaV1.Issue[], parameter: string): AppError {
  return invalid(issues.slice(0, FIELDS_MAX).flatMap((issue) => fieldErrors(issue, parameter)));
}

function invalid(found: readonly FieldError[]): AppError {
  const errors = found.slice(0, FIELDS_MAX);
  const message = errors.map((e) => `${e.path || 'body'}: ${e.message}`).join('; ');
  return new AppError('invalid', message, { code: errors[0]?.code ?? 'invalid_value', errors });
}

function unknownFields(names: readonly string[], path: string): FieldError[] {
  return names.slice(0, FIELDS_MAX).map((name) => ({
    path: shortened(path === '' ? name : `${path}.${name}`),
    code: 'unknown_field',
    message: 'is no field of this request',
  }));
}

/** What zod tells beside the standard's message and path. */
interface ZodIssue extends StandardSchemaV1.Issue {
  readonly code?: string;
  readonly format?: string;
  readonly keys?: readonly string[];
  readonly input?: unknown;
  readonly params?: { readonly code?: string };
}

function fieldErrors(issue: ZodIssue, parameter: string): FieldError[] {
  const path = pathOf(issue) || parameter;
  if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys ?? [], path);
  return [{ path, code: codeOf(issue, path), message: issue.message }];
}

function pathOf(issue: StandardSchemaV1.Issue): string {
  let path = '';
  for (const segment of issue.path ?? []) {
    const key = typeof segment === 'object' ? segment.key : segment;
    if (typeof key === 'number') path += `[${key}]`;
    else path += path === '' ? String(key) : `.${String(key)}`;
  }
  return shortened(path);
}

function shortened(path: string): string {
  return path.length <= NAME_CHARACTERS_MAX ? path : `${path.slice(0, NAME_CHARACTERS_MAX)}…`;
}

function codeOf(issue: ZodIssue, path: string): string {
  if (issue.params?.code !== undefined) return issue.params.code;
  if (/[mM]inor$/.test(path)) return 'amount_out_of_range';
  if (issue.format === 'date') return 'invalid_date';
  if (issue.format === 'uuid') return 'invalid_id';
  if (issue.code === 'too_big') return 'too_large';
  if (issue.code === 'too_small') return 'too_small';
  return 'invalid_value';
}
