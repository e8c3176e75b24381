// Stream metadata: how much of a stream its readers see. It is the last event of the stream `$$name`.

export interface StreamMetadata {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  /** First revision that readers see; Infinity: the stream is soft-deleted. */
  readonly truncateBefore?: number;
  /** Of a soft-deleted stream only: the text to keep when it is re-opened. */
  readonly source?: Uint8Array;
}

export const NO_METADATA: StreamMetadata = {};
/** A metadata stream shows its last event only, whatever is written to its own metadata. */
export const METADATA_OF_METADATA: StreamMetadata = { maxCount: 1 };
export const SOFT_DELETED = '{"$tb":9223372036854775807}';
export const METADATA_TYPE = '$metadata';

const INT64_MAX = 2 ** 63;

export const isMetadataStream = (stream: string): boolean => stream.startsWith('$$');
export const metadataStreamOf = (stream: string): string => `$$${stream}`;
export const originalStreamOf = (metadataStream: string): string => metadataStream.slice(2);
export const isSoftDeleted = (metadata: StreamMetadata): boolean =>
  metadata.truncateBefore === Infinity;

/** Reads metadata; anything malformed in it makes the whole of it count as none. */
export function parseMetadata(data: Uint8Array): StreamMetadata {
  const json = parseObject(data);
  const maxCount = json && positiveInteger(json['$maxCount']);
  const maxAgeSeconds = json && positiveInteger(json['$maxAge']);
  const truncateBefore = json && revision(json['$tb']);
  if (maxCount === null || maxAgeSeconds === null || truncateBefore === null) return NO_METADATA;
  return {
    ...(maxCount !== undefined && { maxCount }),
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    ...(truncateBefore !== undefined && { truncateBefore }),
    ...(truncateBefore === Infinity && { source: data }),
  };
}

/** The same metadata with the truncation at `truncateBefore`, which re-opens a soft-deleted stream. */
export function withTruncateBefore(data: Uint8Array, truncateBefore: number): Buffer {
  return Buffer.from(JSON.stringify({ ...parseObject(data), $tb: truncateBefore }));
}

function parseObject(data: Uint8Array): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? { ...json }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The number, undefined where there is none, null where it is malformed. */
function positiveInteger(value: unknown): number | undefined | null {
  if (value === undefined) return undefined;
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : null;
}

function revision(value: unknown): number | undefined | null {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return null;
  return value >= INT64_MAX ? Infinity : value;
}
