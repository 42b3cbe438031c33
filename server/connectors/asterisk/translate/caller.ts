import type { Caller } from '../../../../shared/domain/facts.js';
import type { AmiMessage } from '../message.js';
import { callerName, cleanText, isUnknown, unescapeC } from '../text.js';
import type { Workshop } from './stay.js';

/** Who calls, from an event or a list entry of the caller's channel. The raw number ends here. */
export function callerOf(message: AmiMessage, workshop: Pick<Workshop, 'mask' | 'tierVariable'>): Caller {
  const number = message.get('CallerIDNum');
  const masked = isUnknown(number) ? { masked: '' } : workshop.mask(number);
  const name = callerName(message.get('CallerIDName'), workshop.mask);
  const tier = tierOf(message, workshop.tierVariable);
  return {
    masked: masked.masked.slice(0, 32),
    ...(name === undefined ? {} : { name }),
    ...(masked.hash === undefined ? {} : { hash: masked.hash }),
    ...(masked.ref === undefined ? {} : { ref: masked.ref }),
    ...(tier === undefined ? {} : { tier }),
  };
}

function tierOf(message: AmiMessage, variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  for (const setting of message.all('ChanVariable')) {
    const equals = setting.indexOf('=');
    if (equals < 0 || setting.slice(0, equals) !== variable) continue;
    const tier = cleanText(unescapeC(setting.slice(equals + 1)), 24);
    return tier === '' ? undefined : tier;
  }
  return undefined;
}
