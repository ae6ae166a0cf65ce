import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountWorkflowId,
  clientOrderIdFromDigest,
  orderWorkflowId,
} from '../../../src/domain/ids.js';

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);

describe('ids', () => {
  it('name the workflows of orders and accounts so that a list reads well', () => {
    expect(orderWorkflowId(7, 'ft-1')).toBe('order:7:ft-1');
    expect(accountWorkflowId(7)).toBe('account:7');
  });

  it('give the same request the same client order id, and another request another', () => {
    fc.assert(
      fc.property(digest, digest, (first, second) => {
        const id = clientOrderIdFromDigest(first);
        expect(clientOrderIdFromDigest(first)).toBe(id);
        if (first.slice(0, 32) !== second.slice(0, 32)) {
          expect(clientOrderIdFromDigest(second)).not.toBe(id);
        }
      }),
    );
  });

  it('are client order ids that every supported exchange accepts', () => {
    fc.assert(
      fc.property(digest, (hex) => {
        expect(clientOrderIdFromDigest(hex)).toMatch(/^(?!x-|autoclose-|adl_)[a-z0-9-]{1,36}$/);
      }),
    );
  });
});
