import { builtinEnvironments, type Environment } from 'vitest/runtime';

/** What speaks over the network. A page's own would hold to the rules of an origin, which the village is not of. */
const NODES = ['fetch', 'Request', 'Response', 'Headers', 'AbortController', 'AbortSignal'] as const;

const { setup } = builtinEnvironments['happy-dom'];

/** A page without a browser, but for the network, which is Node's. */
export default {
  name: 'page',
  viteEnvironment: 'client',
  async setup(global, options) {
    const kept = Object.fromEntries(NODES.map((name) => [name, global[name]]));
    const page = await setup(global, options);
    Object.assign(global, kept);
    return page;
  },
} satisfies Environment;
