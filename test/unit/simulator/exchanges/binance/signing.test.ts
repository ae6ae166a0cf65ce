import { describe, expect, it } from 'vitest';
import {
  signedRestPayload,
  signedSocketPayload,
} from '../../../../../simulator/exchanges/binance/signing.js';
import { isSignedBy, sign } from '../../../../../simulator/exchanges/kit/signatures.js';
import { SECRET } from '../../../../kit/simulator/venue.js';

describe('a signature', () => {
  const form =
    'timestamp=1700000000000&symbol=BTCUSDT&side=BUY&newClientOrderId=my-1&newOrderRespType=FULL' +
    '&type=LIMIT&quantity=0.01&price=50000.13&timeInForce=GTC&recvWindow=10000';
  const formSignature = '69a978184e14f46258e1df82c5d8940bda976f14ce7a8722de1bda71826e5d8a';

  it('of a form is what Binance computes', () => {
    expect(sign(SECRET, form)).toBe(formSignature);
  });

  it('of a stream subscription is what Binance computes', () => {
    const parameters = { timestamp: 1700000000000, apiKey: 'testkey', recvWindow: 10000 };
    const payload = signedSocketPayload({ ...parameters, signature: 'ignored' });
    expect(payload).toBe('apiKey=testkey&recvWindow=10000&timestamp=1700000000000');
    expect(sign(SECRET, payload)).toBe(
      '060f4a53c14bee400f7b04b7b03fae9461a4f6c86f6aea1b07a7314db771e046',
    );
  });

  it.each([
    ['at the end of the form', '', `${form}&signature=ab`, form],
    ['in front', `signature=ab&${form}`, '', form],
    ['in the query beside a form', 'a=1&signature=ab', 'b=2', 'a=1b=2'],
    ['nowhere', 'a=%2F', '', 'a=%2F'],
  ])('covers the raw text without itself when it stands %s', (_where, query, body, payload) => {
    expect(signedRestPayload(query, body)).toBe(payload);
  });

  it('fits only its own secret and text', () => {
    expect(isSignedBy(SECRET, form, formSignature)).toBe(true);
    expect(isSignedBy('other', form, formSignature)).toBe(false);
    expect(isSignedBy(SECRET, `${form}0`, formSignature)).toBe(false);
    expect(isSignedBy(SECRET, form, 'short')).toBe(false);
  });
});
