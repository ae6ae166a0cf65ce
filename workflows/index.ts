export { accountWorkflow } from './account.js';
export { orderWorkflow } from './order.js';
