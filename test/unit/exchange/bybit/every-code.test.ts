import { describeEveryCode } from '../kit/every-code.js';

describeEveryCode({
  table: 'bybit',
  ccxtClass: 'bybit',
  listedByCcxt: 453,
  form: /^-?\d+$/,
  documented: [
    ...['10000', '10429', '110079', '170212', '170220', '170810', '170811'],
    ...['110045', '110052', '170218', '170223', '-2015'],
  ],
  status: () => 200,
  decided: [
    ['duplicate', 'the client order id is taken', ['110072', '170141', '12141', '30001']],
    [
      'unknown',
      'a time-out or an error inside the exchange: the order may have been made',
      [
        ...['10000', '10016', '5004', '170001', '170007', '170032', '170146', '170147', '170234'],
        ...['340099', '131003', '131200', '131201', 'Request timeout'],
      ],
    ],
    ['unknown', 'it is being processed', ['110079', '170212', '170035']],
    ['unknown', '"failed" without saying how far it came', ['170149']],
    ['unknown', 'sent twice, and the first may have made an order', ['10014', '110030', '140030']],
    [
      'unknown',
      'said of an order that exists or existed, so it is not about a new one',
      [
        ...['110001', '110008', '110010', '140001', '140008', '140010', '20001', '-2013'],
        ...['170139', '170142', '170143', '170144', '170190', '170213'],
        ...['30032', '30034', '30037'],
      ],
    ],
    ['not_sent', 'the clock is off: only the timestamp was looked at', ['10002', '-1021']],
    [
      'not_sent',
      'too many requests, or too many orders in a second',
      ['10006', '10018', '10429', '30035', '170222', '170005'],
    ],
    [
      'refused',
      'key, signature, permission, address, path, ban, compliance',
      /^(10003|10004|10005|10007|10008|10009|10010|10017|10020|1002[4789]|100028|33004|-2015)$/,
    ],
    ['refused', 'a parameter', /^(10001|7001|122\d\d|12137|-1004|-1103|-1140|-1197|-10009)$/],
    ['refused', 'contracts: money, price, quantity, position, rules', /^1[14]00\d\d$/],
    ['refused', 'contracts before v5: the same', /^(13\d{4}|2\d{4}|3\d{4})$/],
    ['refused', 'spot: parameters, money, price, quantity, rules, account', /^170\d\d\d$/],
    ['refused', 'leveraged tokens and loans, which we do not call', /^(175|176)\d\d\d$|^-60\d\d$/],
    ['refused', 'options, history and margin modes, which we do not call', /^18\d{4}$|^3\d{6}$/],
    [
      'refused',
      'words under a parameter’s or a balance’s code',
      [
        ...['Not supported symbols', 'invalid api_key', 'oc_diff', 'new_oc'],
        ...['openapi sign params error!'],
      ],
    ],
    // The only code is -1, with these words.
    ['refused', 'words of a system before v5, which had another form', ['unknown orderInfo']],
  ],
});
