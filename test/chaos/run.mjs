// The entry of the chaos run, through tsx as every process of the product.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
