// All kinds of database servers that are recognised; of two that are as likely, the first is taken.
import type { DatabaseProduct } from './database-product.ts';
import { otherProducts } from './other-images.ts';
import { relationalProducts } from './relational-images.ts';
import { storeProducts } from './store-images.ts';

export const databaseProducts: readonly DatabaseProduct[] = [
  ...relationalProducts,
  ...storeProducts,
  ...otherProducts,
];
