export const KEY = 'testkey';
export const SECRET = 'testsecret';
