/**
 * The floors of the simulator, which is a separate program, in the form of floors.mjs. The packages
 * that it may use are listed once, for all of it.
 */
export const simulatorFloors = {
  simulator: {
    path: '^simulator/',
    packages: 'decimal.js lossless-json ws zod',
    node: true,
    why: `The simulator stands in for somebody else's servers: with code of the product it would
      share the product's misunderstandings and prove nothing. It has a model and decimals of its
      own.`,
  },
  'simulator-venue': {
    path: '^simulator/(venue|main)\\.ts$',
    uses: `simulator-exchange-list simulator-control simulator-core simulator-market
      simulator-model`,
    isInside: true,
    why: `What puts the simulator together takes its exchanges from the list in simulator/exchanges,
      not from their folders.`,
  },
  'simulator-exchange-list': {
    path: '^simulator/(options|exchanges/[^/]+)\\.ts$',
    uses: 'simulator-exchange simulator-control simulator-core simulator-market simulator-model',
    isInside: true,
    why: `The list of exchanges names every exchange, and with the options that they take it names
      nothing that puts the simulator together.`,
  },
  'simulator-exchange': {
    path: '^simulator/exchanges/([^/]+)/',
    own: '^simulator/exchanges/($1|kit)/',
    uses: `simulator-exchange-list simulator-control simulator-core simulator-market
      simulator-model`,
    isInside: true,
    why: `A simulated exchange knows itself and the common rooms, never another exchange. What
      several share belongs in simulator/exchanges/kit.`,
  },
  'simulator-control': {
    path: '^simulator/control/',
    uses: 'simulator-core simulator-market simulator-model',
    isInside: true,
    why: `simulator/control controls every exchange alike. What only one can do belongs in its
      folder under simulator/exchanges.`,
  },
  'simulator-core': {
    path: '^simulator/(engine|faults|journal|server)/',
    uses: 'simulator-market simulator-model',
    isInside: true,
    why: `Engine, faults, journal and server know neither an exchange nor its control: hand them
      what differs.`,
  },
  'simulator-market': {
    path: '^simulator/market/',
    uses: 'simulator-model',
    isInside: true,
    why: `simulator/market is the ledger: orders, fills and balances, without time, network or
      faults. Those belong in the rooms above it.`,
  },
  'simulator-model': {
    path: '^simulator/(?!(venue|main|options)\\.ts$)[^/]+\\.ts$',
    isInside: true,
    why: `What every room of the simulator uses stands below all of them. What a room defines stays
      in the room.`,
  },
};
