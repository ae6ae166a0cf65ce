import { defineSearchAttributeKey } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

/**
 * What operators filter order histories by. Registered by `temporal-dev.sh` and at worker start.
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
