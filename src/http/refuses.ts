// What a route refuses, in its description: the codes of each status.
import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** @param codes By HTTP status, the stable codes of its problem documents. */
export function Refuses(codes: Readonly<Record<number, readonly string[]>>): MethodDecorator {
  return applyDecorators(
    ...Object.entries(codes).map(([status, names]) =>
      ApiResponse({
        status: Number(status),
        description: names.map((name) => `\`${name}\``).join(', '),
      }),
    ),
  );
}
