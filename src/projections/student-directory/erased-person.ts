// What is left of a person whose key is gone.
const ERASED = 'erased';

/** What stands where names were. */
export const ERASED_PERSON = {
  admissionNo: ERASED,
  givenName: ERASED,
  familyName: ERASED,
  guardians: [],
} as const;
