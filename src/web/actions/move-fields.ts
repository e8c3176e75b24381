// The form of a move: look for the child, choose among those who were found, say why.
import type { Field } from '../form-view-models.js';
import type { FoundStudent, Typed } from './action.js';
import { reasonField } from './shared-fields.js';

export function moveFields(
  typed: Typed,
  found: readonly FoundStudent[],
  chosen: FoundStudent | undefined,
): Field[] {
  const value = typed['target'] ?? '';
  const isNobody = value.trim() !== '' && found.length === 0;
  const hint = isNobody ? NOBODY : 'Admission number, or a part of the name.';
  return [
    { kind: 'text', ...TARGET, value, hint },
    ...(found.length === 0 ? [] : [childField(found, chosen)]),
    reasonField(typed),
  ];
}

function childField(found: readonly FoundStudent[], chosen: FoundStudent | undefined): Field {
  const options = found.map(({ id, name, admissionNo, class: studentClass }) => ({
    value: id,
    text: `${name}, ${admissionNo}, ${studentClass}`,
  }));
  return {
    kind: 'choice',
    name: 'toStudentId',
    label: 'Move it to',
    value: chosen?.id ?? '',
    wide: true,
    options: options.length === 1 ? options : [{ value: '', text: 'Choose' }, ...options],
  };
}

const TARGET = { name: 'target', label: 'The right child', charactersMax: 100, wide: true };
const NOBODY = 'Nobody else matches. Look for the admission number, or a shorter part of the name.';
