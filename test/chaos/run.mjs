// The entry of the chaos run. Like every process of the product it goes through tsx.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
