// What a session may carry: JSON values under string keys, frozen once they are in it.

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type SessionData = Readonly<Record<string, JsonValue>>;

/** Changes of one request: other keys are left to the requests that change them. */
export interface SessionDelta {
  readonly set: SessionData;
  readonly unset: readonly string[];
}

/** A deep-frozen copy, so that nobody changes a session's value without `set`. */
export function frozenCopy(value: JsonValue): JsonValue {
  return deepFrozen(structuredClone(value));
}

function deepFrozen(value: JsonValue): JsonValue {
  if (value !== null && typeof value === 'object') {
    for (const member of Object.values(value)) deepFrozen(member);
    Object.freeze(value);
  }
  return value;
}
