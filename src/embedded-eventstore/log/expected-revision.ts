// What a writer expects of a stream: an exact revision ≥ 0 or one of these, numbered as on the wire.
export const NO_STREAM = -1;
export const ANY = -2;
export const STREAM_EXISTS = -4;

/** A revision, or NO_STREAM, ANY, STREAM_EXISTS. */
export type ExpectedRevision = number;
