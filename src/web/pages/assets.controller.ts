// The style sheet and the icon, kept by browsers for ever: another content has another name.
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoTouch, Public } from '../../http/route-marks.js';
import { AppError } from '../../kernel/app-error.js';
import { assetNamed } from '../assets.js';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  @Get(':fileName')
  @Public()
  @NoTouch()
  asset(@Param('fileName') fileName: string, @Res() reply: FastifyReply): void {
    const asset = assetNamed(fileName);
    if (asset === undefined) throw new AppError('not_found', `There is no file ${fileName}.`);
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(asset.contentType)
      .send(asset.body);
  }
}
