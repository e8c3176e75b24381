// Bytes as a test sends them, where an HTTP client would mend or refuse them first.
import { connect } from 'node:net';

/** What the server answered until it closed the connection, or said nothing for half a second. */
export function exchange(baseUrl: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** The JSON body of a raw answer. */
export function bodyOf(answer: string): { readonly [key: string]: unknown } {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { [key: string]: unknown };
}
