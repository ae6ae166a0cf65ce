import { defineSearchAttributeKey } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

/**
 * The attributes by which operators filter order histories. `temporal-dev.sh` and every worker
 * register them.
 */
export const SearchAttribute = Object.freeze({
  account: keyword('FilltrailAccount'),
  symbol: keyword('FilltrailSymbol'),
  side: keyword('FilltrailSide'),
  orderType: keyword('FilltrailOrderType'),
  status: keyword('FilltrailStatus'),
  strategy: keyword('FilltrailStrategy'),
  clientOrderId: keyword('FilltrailClientOrderId'),
});
