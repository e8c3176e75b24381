// Whose address a request has: the client's behind as many proxies as the school has, and nobody can
// claim another by sending the header themselves.
import { fastifyAdapter } from '../../src/http/fastify.js';
import { RouteTable } from '../../src/http/route-table.js';

const PROXY = '10.0.0.9';
const FORGED_THEN_REAL = '203.0.113.66, 198.51.100.7';

async function addressSeen(trustedProxies: number): Promise<string> {
  const server = fastifyAdapter(new RouteTable(), trustedProxies).getInstance();
  server.get('/address', async (request) => request.ip);
  const { body } = await server.inject({
    url: '/address',
    remoteAddress: PROXY,
    headers: { 'x-forwarded-for': FORGED_THEN_REAL },
  });
  await server.close();
  return body;
}

describe('the address of a request', () => {
  it('is the peer’s without a proxy, whatever it sends', async () => {
    expect(await addressSeen(0)).toBe(PROXY);
  });

  it('is what the one proxy added last, not what the client wrote before it', async () => {
    expect(await addressSeen(1)).toBe('198.51.100.7');
  });
});
