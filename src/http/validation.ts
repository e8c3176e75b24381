// Bodies, queries and path parameters are checked against the schema that also makes the OpenAPI
// document. Every wrong field is named, each with a stable code.
import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AppError, type FieldError } from '../kernel/app-error.js';

/** The global pipe; a failure is 400 with the first field's code as the document's code. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: invalidInput });
}

function invalidInput(issues: readonly StandardSchemaV1.Issue[]): AppError {
  const errors = issues.flatMap(fieldErrors);
  const message = errors.map((e) => `${e.path || 'body'}: ${e.message}`).join('; ');
  return new AppError('invalid', message, { code: errors[0]?.code ?? 'invalid_value', errors });
}

/** What zod tells beside the standard's message and path. */
interface ZodIssue extends StandardSchemaV1.Issue {
  readonly code?: string;
  readonly format?: string;
  readonly keys?: readonly string[];
  readonly input?: unknown;
  readonly params?: { readonly code?: string };
}

function fieldErrors(issue: ZodIssue): FieldError[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      code: 'unknown_field',
      message: 'is no field of this request',
    }));
  }
  return [{ path, code: codeOf(issue, path), message: issue.message }];
}

function pathOf(issue: StandardSchemaV1.Issue): string {
  let path = '';
  for (const segment of issue.path ?? []) {
    const key = typeof segment === 'object' ? segment.key : segment;
    if (typeof key === 'number') path += `[${key}]`;
    else path += path === '' ? String(key) : `.${String(key)}`;
  }
  return path;
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
