import { diceOf, KIND, uniform } from './draws.js';

export interface PersonName {
  readonly name: string;
  /** Family name first, as the people write it: `Li Wanqing`. */
  readonly nameEn: string;
}

type Syllable = readonly [sign: string, pinyin: string];
const syllables = (text: string): readonly Syllable[] =>
  text.split(' ').map((pair) => {
    const [sign = '', pinyin = ''] = pair.split(':');
    return [sign, pinyin];
  });

/** Common family names, the commonest first. */
const FAMILY = syllables(
  '王:Wang 李:Li 张:Zhang 刘:Liu 陈:Chen 杨:Yang 黄:Huang 赵:Zhao 吴:Wu 周:Zhou 徐:Xu 孙:Sun 马:Ma 朱:Zhu 胡:Hu 郭:Guo 何:He 林:Lin 高:Gao 罗:Luo ' +
    '郑:Zheng 梁:Liang 谢:Xie 宋:Song 唐:Tang 许:Xu 韩:Han 邓:Deng 冯:Feng 曹:Cao 彭:Peng 曾:Zeng 肖:Xiao 田:Tian 董:Dong 潘:Pan 袁:Yuan 蔡:Cai 蒋:Jiang ' +
    '余:Yu 于:Yu 杜:Du 叶:Ye 程:Cheng 魏:Wei 苏:Su 吕:Lü 丁:Ding 任:Ren 卢:Lu 姚:Yao 沈:Shen 钟:Zhong 姜:Jiang 崔:Cui 谭:Tan 陆:Lu 范:Fan 汪:Wang 廖:Liao',
);
/** Given names are a first and a second sign of one row, so that they go together. */
const GIVEN = [
  {
    first: syllables('婉:wan 雨:yu 思:si 佳:jia 晓:xiao 文:wen 梦:meng 欣:xin 诗:shi 静:jing 雅:ya 春:chun 若:ruo 心:xin 语:yu 美:mei'),
    second: syllables(
      '清:qing 婷:ting 涵:han 怡:yi 琪:qi 萱:xuan 彤:tong 宁:ning 妍:yan 洁:jie 慧:hui 敏:min 悦:yue 蕾:lei 颖:ying 华:hua 桐:tong 兰:lan',
    ),
  },
  {
    first: syllables('志:zhi 建:jian 海:hai 国:guo 明:ming 俊:jun 浩:hao 天:tian 一:yi 梓:zi 宇:yu 嘉:jia 子:zi 泽:ze 家:jia 永:yong'),
    second: syllables(
      '强:qiang 伟:wei 杰:jie 峰:feng 鹏:peng 涛:tao 辉:hui 斌:bin 轩:xuan 豪:hao 然:ran 林:lin 阳:yang 晨:chen 航:hang 远:yuan 诚:cheng 睿:rui',
    ),
  },
] as const;
const SINGLE = syllables(
  '伟:wei 芳:fang 娜:na 敏:min 静:jing 磊:lei 洋:yang 勇:yong 艳:yan 杰:jie 军:jun 霞:xia 超:chao 丽:li 鑫:xin 凯:kai 雪:xue 倩:qian',
);

const ENGLISH_GIVEN =
  'Emma Oliver Grace Daniel Chloe Ryan Sophie Marcus Hannah Lucas Alice Nathan Claire Simon Julia Victor Diana Kevin Amy Leo'.split(' ');
const ENGLISH_FAMILY =
  'Clarke Bennett Hughes Foster Murphy Coleman Reid Palmer Sutton Walsh Harper Doyle Ellis Grant Mercer Shaw Lowe Nolan Price Tate'.split(
    ' ',
  );

/** One name per entry, English where it says so. No two alike while the lists last (about 36,000). */
export function peopleNames(seed: number, english: readonly boolean[]): PersonName[] {
  const taken = new Set<string>();
  return english.map((isEnglish, i) => {
    for (let attempt = 0; ; attempt++) {
      const name = isEnglish ? englishName(seed, i, attempt) : chineseName(seed, i, attempt);
      if (taken.has(name.name) && attempt < 50) continue;
      taken.add(name.name);
      return name;
    }
  });
}

function chineseName(seed: number, i: number, attempt: number): PersonName {
  const dice = diceOf(seed, `name ${i} ${attempt}`);
  const pick = <T>(list: readonly T[], n: number, lean = 1): T => list[Math.floor(uniform(dice, KIND.name, n) ** lean * list.length)] as T;
  // Leaning to the front of the list: a floor has several Wangs and seldom two Liaos.
  const [family, familyEn] = pick(FAMILY, 0, 1.5);
  if (uniform(dice, KIND.name, 1) < 0.12) {
    const [sign, pinyin] = pick(SINGLE, 2);
    return { name: family + sign, nameEn: `${familyEn} ${capital(pinyin)}` };
  }
  const row = pick(GIVEN, 3);
  const [first, firstEn] = pick(row.first, 4);
  const [second, secondEn] = pick(row.second, 5);
  return { name: family + first + second, nameEn: `${familyEn} ${capital(firstEn + secondEn)}` };
}

function englishName(seed: number, i: number, attempt: number): PersonName {
  const dice = diceOf(seed, `name ${i} ${attempt}`);
  const given = ENGLISH_GIVEN[Math.floor(uniform(dice, KIND.name, 6) * ENGLISH_GIVEN.length)] ?? 'Emma';
  const family = ENGLISH_FAMILY[Math.floor(uniform(dice, KIND.name, 7) * ENGLISH_FAMILY.length)] ?? 'Clarke';
  return { name: `${given} ${family}`, nameEn: `${given} ${family}` };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
