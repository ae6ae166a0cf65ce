export { accountWorkflow } from './account.js';
export { orderWorkflow } from './order.js';
export { streamWorkflow } from './stream.js';
export { sweepWorkflow } from './sweep.js';
