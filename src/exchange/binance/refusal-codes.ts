import { listedCodes } from '../kit/listed-codes.js';

/**
 * Codes that are refusals, whatever words come with them. Sources: developers.binance.com, "Error
 * Codes" of both markets, and ccxt's list.
 *
 * -1010 is not among them: under it, the matching engine's words come, which decide.
 */
export const REFUSAL_CODES: readonly string[] = listedCodes(
  // Authorisation, address, parameters, service.
  '-1002 -1005 -1011 -1013 -1014 -1016 -1020 -1022 -1023 -1099..-1106 -1108..-1122 -1125..-1131',
  '-1134..-1136 -1145 -1151',
  // The matching engine, key, account, margin, position.
  '-2008 -2010 -2012 -2014..-2028 -2035 -2036',
  // Margin loans.
  '-3001..-3029 -3036..-3038 -3041..-3043 -3045 -3999',
  // Filters, position and rules on futures; withdrawals on spot.
  '-4000..-4077 -4079..-4099 -4101..-4115 -4117..-4152 -4154 -4155 -4161 -4164 -4165 -4167..-4172',
  '-4178 -4183 -4184 -4188 -4192 -4194..-4203 -4205 -4206 -4208..-4211 -4400..-4403 -4408',
  // FOK, post-only and amending on futures; transfers on spot.
  '-5001..-5013 -5021 -5022 -5024..-5027 -5037..-5041',
  // Savings, histories, loans.
  '-6001 -6003..-6009 -6011..-6020 -7001 -7002 -10002 -10005 -10007..-10013 -10015..-10026',
  '-10028..-10032 -10034 -10039..-10047 -11008 -12014 -13000..-13007 -18002..-18007',
  // Portfolio margin, options.
  '-20121 -20124 -20130 -20132 -20194..-20196 -20198 -20204 -21001..-21007',
  // A filter, a signature, an identity.
  '-32603 400002 100001003 200003903',
);
